import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Jid } from '../../../../src/base/jid.ts';
import {
  type FileOffer,
  fileOffered,
  type FileSource,
} from '../../../../src/xmpp/files/fileOffer.ts';
import { allowDirect } from '../../../../src/xmpp/files/directHosts.ts';
import { siOffersModule } from '../../../../src/xmpp/files/siOffers.ts';
import { sendBySi } from '../../../../src/xmpp/files/siSending.ts';
import { type Element, xml } from '../../../../src/xmpp/stanza/xml.ts';
import { inBandModule, openInBand } from '../../../../src/xmpp/xep/0047-inBand.ts';
import { socks5Module } from '../../../../src/xmpp/xep/0065-socks5.ts';
import { JULIET, ROMEO, SessionPair, until } from '../../../support/sessionPair.ts';
import { settle } from '../../../support/settle.ts';

const NS = 'http://jabber.org/protocol/si';
const NS_FILE = `${NS}/profile/file-transfer`;
const IBB = 'http://jabber.org/protocol/ibb';
const S5B = 'http://jabber.org/protocol/bytestreams';
const juliet = Jid.of(JULIET);
const { signal } = new AbortController();

function source(bytes: Uint8Array): FileSource {
  return {
    name: 'plan.png',
    size: bytes.length,
    mediaType: 'image/png',
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

async function read(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a file offered by stream initiation (XEP-0096)', () => {
  let pair: SessionPair;
  let offers: FileOffer[];

  beforeEach(() => {
    pair = new SessionPair([inBandModule, socks5Module, siOffersModule]);
    offers = [];
    pair.juliet.on(fileOffered, (offer) => offers.push(offer));
  });

  const send = (bytes: Uint8Array, options: { signal?: AbortSignal; progress?: number[] } = {}) =>
    sendBySi(pair.romeo)(juliet, source(bytes), {
      signal: options.signal ?? signal,
      onProgress: (sent) => options.progress?.push(sent),
    });
  const offered = async () => {
    await until(() => offers.length > 0);
    const [offer] = offers;
    assert.ok(offer);
    return offer;
  };
  const form = (...methods: string[]) =>
    `<feature xmlns="http://jabber.org/protocol/feature-neg"><x xmlns="jabber:x:data" type="form">
       <field var="stream-method" type="list-single">${methods
         .map((method) => `<option><value>${method}</value></option>`)
         .join('')}</field></x></feature>`;
  const file = (attributes = 'name="a" size="3"') => `<file xmlns="${NS_FILE}" ${attributes}/>`;
  /** Romeo's client, which is another, offers. */
  const receive = (content: string, { id = 'f', profile = NS_FILE, from = ROMEO } = {}) => {
    pair.juliet.receive(`<iq type="set" id="${id}" from="${from}"><si xmlns="${NS}" id="s-${id}"
      profile="${profile}" mime-type="text/plain">${content}</si></iq>`);
  };
  const answer = async (id = 'f') => {
    await settle();
    return String(pair.log.find(({ attrs }) => attrs['id'] === id) ?? 'none');
  };

  for (const size of [0, 1, 4095, 4096, 1_000_000]) {
    it(`comes as it is: ${size} bytes`, async () => {
      const bytes = randomBytes(size);
      const progress: number[] = [];
      const sending = send(bytes, { progress });
      const offer = await offered();
      assert.deepEqual(
        [offer.from.full, offer.way, offer.file],
        [ROMEO, 'si', { name: 'plan.png', size, mediaType: 'image/png', hashes: [] }],
      );
      assert.ok((await read(offer.accept(signal))).equals(bytes));
      await sending;
      assert.equal(progress.at(-1) ?? 0, size);
      assert.deepEqual(
        pair.errors.filter((condition) => condition !== 'service-unavailable'),
        [],
      );
    });
  }

  it('is sent in part where its recipient asks for one', async () => {
    const bytes = randomBytes(10_000);
    for (const [range, part] of [
      [{ offset: '4000' }, bytes.subarray(4000)],
      [{ offset: '10', length: '20' }, bytes.subarray(10, 30)],
      [{ offset: '10001' }, undefined],
    ] as const) {
      offers = [];
      pair.log.length = 0;
      pair.passes = (stanza) => {
        const si = stanza.attrs['type'] === 'result' ? stanza.getChild('si') : undefined;
        si?.children.push(xml('file', { xmlns: NS_FILE }, xml('range', range)));
        return true;
      };
      const sending = send(bytes);
      const received = read((await offered()).accept(signal));
      received.catch(() => undefined);
      if (!part) {
        await assert.rejects(sending, { code: 'unreachable' });
        assert.equal(pair.sent('data').length, 0);
        return;
      }
      await sending;
      const blocks = pair.sent('data').map((data) => Buffer.from(data.text(), 'base64'));
      assert.ok(Buffer.concat(blocks).equals(part));
    }
  });

  it('is sent from where the part that its recipient has ends', async () => {
    const bytes = randomBytes(300_000);
    const modified = Date.UTC(2025, 2, 1);
    const sending = sendBySi(pair.romeo)(
      juliet,
      { ...source(bytes), modified },
      { signal, onProgress: () => undefined },
    );
    const offer = await offered();
    assert.deepEqual([offer.hasParts, offer.file.modified], [true, modified]);
    const part = {
      length: 200_000,
      read: async function* () {
        yield* await Promise.resolve([bytes.subarray(0, 200_000)]);
      },
    };
    assert.ok((await read(offer.accept(signal, part))).equals(bytes.subarray(200_000)));
    await sending;
    const blocks = pair.sent('data').map((data) => Buffer.from(data.text(), 'base64'));
    assert.ok(Buffer.concat(blocks).equals(bytes.subarray(200_000)));
  });

  it('is compared as a whole with its MD5, with the part that there was', async () => {
    const bytes = Buffer.from('abcdef');
    for (const has of ['abc', 'abd', 'ab']) {
      const md5 = createHash('md5').update(bytes).digest('hex');
      const parts = `<file xmlns="${NS_FILE}" name="a" size="6" hash="${md5}"><range/></file>`;
      offers = [];
      receive(parts + form(IBB), { id: has });
      const part = {
        length: 3,
        read: async function* () {
          yield* await Promise.resolve([Buffer.from(has)]);
        },
      };
      const received = read((await offered()).accept(signal, part));
      received.catch(() => undefined);
      const answered = await answer(has);
      if (has === 'ab') {
        assert.match(answered, /internal-server-error/u);
        await assert.rejects(received, { code: 'damaged' });
        continue;
      }
      assert.match(answered, /<range offset="3"/u);
      const stream = await openInBand(pair.romeo, juliet, `s-${has}`, { blockSize: 4096 });
      await stream.write(Buffer.from('def'));
      await stream.end();
      if (has === 'abc') assert.equal(String(await received), 'def');
      else await assert.rejects(received, { code: 'damaged' });
    }
  });

  it('may be accepted hours later, over a connection that was lost', async () => {
    const sending = send(Buffer.from('abc'));
    const offer = await offered();
    pair.romeo.stream.goOffline();
    for (const { clock } of [pair.romeo, pair.juliet]) clock.advance(5 * 3_600_000);
    const content = read(offer.accept(signal));
    await settle();
    pair.romeo.stream.goOnline(true);
    assert.equal(String(await content), 'abc');
    await sending;
  });

  it('is declined once, and its sender is told', async () => {
    const declined = assert.rejects(send(Buffer.from('abc')), { code: 'declined' });
    const offer = await offered();
    offer.decline();
    offer.decline();
    await declined;
    assert.deepEqual(pair.errors.slice(-1), ['forbidden']);
    await assert.rejects(read(offer.accept(signal)), { code: 'cancelled' });
  });

  it('is cancelled on either side, before its stream and during it', async () => {
    for (const side of ['sender', 'receiver'] as const) {
      for (const started of [false, true]) {
        offers = [];
        const controls = { sender: new AbortController(), receiver: new AbortController() };
        const sending = send(randomBytes(1_000_000), { signal: controls.sender.signal });
        const sent = assert.rejects(sending, { code: 'cancelled' });
        const content = (await offered()).accept(controls.receiver.signal)[Symbol.asyncIterator]();
        if (started) await content.next();
        else if (side === 'receiver') {
          pair.passes = (stanza) => !stanza.getChild('open', IBB);
        }
        const next = started ? undefined : content.next();
        void next?.catch(() => undefined);
        await settle();
        controls[side].abort();
        if (side === 'receiver' || started) {
          await assert.rejects(
            async () => {
              await next;
              for (let part = await content.next(); part.done !== true;)
                part = await content.next();
            },
            { code: 'cancelled' },
          );
        }
        pair.passes = () => true;
        if (!started && side === 'receiver') controls.sender.abort();
        await sent;
      }
    }
  });

  it('is over with its session', async () => {
    void send(Buffer.from('abc')).catch(() => undefined);
    const offer = await offered();
    pair.juliet.stream.goOffline();
    pair.juliet.stream.goOnline(false);
    assert.equal(await offer.ended, 'offline');
    await assert.rejects(read(offer.accept(signal)), { code: 'cancelled' });
  });

  it('is accepted by SOCKS5 first, and taken in band if that is what comes', async () => {
    receive(file('name="../x" size="3"') + form(IBB, S5B));
    const offer = await offered();
    const content = read(offer.accept(signal));
    assert.match(await answer(), /<field var="stream-method"><value>[^<]*bytestreams<\/value>/u);
    const stream = await openInBand(pair.romeo, juliet, 's-f', { blockSize: 4096 });
    await stream.write(Buffer.from('abc'));
    // It is complete by its size, though the sender leaves the stream open.
    for (let turn = 0; turn < 10; turn++) await settle();
    pair.juliet.clock.advance(2000);
    assert.equal(String(await content), 'abc');
  });

  it('is offered once more, in band alone, where SOCKS5 fails and that was not agreed on', async () => {
    allowDirect(pair.romeo, () => ['127.0.0.1']);
    const methodsOf = (si: Element) =>
      [...String(si).matchAll(/<value>([^<]*)</gu)].map(([, m]) => m);
    const bytes = randomBytes(10_000);
    // Juliet reaches no loopback address, and her client takes a stream only by the method chosen.
    pair.passes = (stanza) => {
      const { attrs: open } = stanza.getChild('open', IBB) ?? {};
      if (!open || open['sid'] !== pair.sent('si')[0]?.attrs['id']) return true;
      const error = `<iq type="error" id="${stanza.attrs['id'] ?? ''}" from="${JULIET}">
        <error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
      setImmediate(() => {
        pair.romeo.receive(error);
      });
      return false;
    };
    const sending = send(bytes);
    const abandoned = read((await offered()).accept(signal));
    abandoned.catch(() => undefined);
    await until(() => offers.length === 2);
    assert.ok((await read(offers[1]?.accept(signal) ?? assert.fail())).equals(bytes));
    await sending;
    const made = pair.sent('si').filter(({ attrs }) => attrs['profile'] === NS_FILE);
    assert.deepEqual(made.map(methodsOf), [[S5B, IBB], [IBB]]);
    assert.notEqual(made[0]?.attrs['id'], made[1]?.attrs['id']);
    assert.equal(pair.sent('open').length, 2);

    for (const [minutes, methods] of [
      [9, [IBB]],
      [2, [S5B, IBB]],
    ] as const) {
      pair.romeo.clock.advance(minutes * 60_000);
      const declined = assert.rejects(send(bytes), { code: 'declined' });
      const count = offers.length;
      await until(() => offers.length > count);
      offers.at(-1)?.decline();
      await declined;
      assert.deepEqual(methodsOf(pair.sent('si').at(-1) ?? assert.fail()), methods);
    }
  });

  it('is not offered again where it was declined, or where nothing offered was taken', async () => {
    allowDirect(pair.romeo, () => ['127.0.0.1']);
    const declined = assert.rejects(send(Buffer.from('abc')), { code: 'declined' });
    (await offered()).decline();
    await declined;
    pair.passes = (stanza) => !stanza.getChild('si', NS);
    const refused = assert.rejects(send(Buffer.from('abc')), { code: 'unreachable' });
    await until(() => pair.sent('si').length === 2);
    const { id } = pair.log.findLast((stanza) => stanza.getChild('si', NS))?.attrs ?? {};
    pair.romeo.receive(`<iq type="error" id="${id ?? ''}" from="${JULIET}"><error type="cancel">
      <bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><no-valid-streams xmlns="${NS}"/>
      </error></iq>`);
    await refused;
    assert.equal(pair.sent('si').length, 2);
  });

  it('is accepted in band where SOCKS5 has just failed with its sender', async () => {
    const choice = async (id: string, from = ROMEO) => {
      offers = [];
      receive(file() + form(S5B, IBB), { id, from });
      const accepted = read((await offered()).accept(signal));
      accepted.catch(() => undefined);
      return { accepted, chosen: /<value>([^<]*)</u.exec(await answer(id))?.[1] };
    };
    const first = await choice('1');
    assert.equal(first.chosen, S5B);
    pair.juliet.receive(`<iq type="set" id="q" from="${ROMEO}"><query xmlns="${S5B}" sid="s-1">
      <streamhost jid="${ROMEO}" host="127.0.0.1" port="1"/></query></iq>`);
    await until(() => pair.errors.includes('item-not-found'));
    // Nothing more is to be expected of a sender that gives up.
    const failed = assert.rejects(first.accepted, { code: 'unreachable' });
    await settle();
    pair.juliet.clock.advance(15_000);
    await failed;
    const other = ROMEO.replace('orchard', 'garden');
    assert.deepEqual([(await choice('2')).chosen, (await choice('3', other)).chosen], [IBB, S5B]);
    const again = await choice('4');
    const stream = await openInBand(pair.romeo, juliet, 's-4', { blockSize: 4096 });
    await stream.write(Buffer.from('abc'));
    await stream.end();
    assert.equal(String(await again.accepted), 'abc');
  });

  it('is unreachable where no stream comes, and silent ones end', async () => {
    receive(file() + form(IBB));
    const refused = assert.rejects(read((await offered()).accept(signal)), { code: 'unreachable' });
    await settle();
    pair.juliet.clock.advance(60_000);
    await refused;
    offers = [];
    receive(file() + form(IBB), { id: 'g' });
    const silent = assert.rejects(read((await offered()).accept(signal)), { code: 'timeout' });
    await openInBand(pair.romeo, juliet, 's-g', { blockSize: 4096 });
    for (let turn = 0; turn < 10; turn++) await settle();
    pair.juliet.clock.advance(30_000);
    await silent;
  });

  const md5 = createHash('md5').update('abc').digest('hex');
  const contents = {
    abc: 'whole',
    abcd: 'damaged',
    ab: 'cancelled',
    xyz: 'damaged',
  } as const;
  for (const [text, code] of Object.entries(contents)) {
    it(`A45: of 3 bytes and this MD5 is ${code} where ${JSON.stringify(text)} comes`, async () => {
      receive(file(`name="a" size="3" hash="${md5}"`) + form(IBB));
      const content = read((await offered()).accept(signal));
      const checked = code === 'whole' ? content : assert.rejects(content, { code });
      await settle();
      const stream = await openInBand(pair.romeo, juliet, 's-f', { blockSize: 4096 });
      await stream.write(Buffer.from(text));
      await stream.end().catch(() => undefined);
      await checked;
    });
  }

  it('A45: is refused with the reason where it cannot be accepted', async () => {
    receive(file() + form(IBB), { id: '1', profile: 'urn:example' });
    assert.match(await answer('1'), /<bad-request [^>]*\/><bad-profile [^>]*\/si"\/>/u);
    receive(file() + form('urn:example'), { id: '2' });
    assert.match(await answer('2'), /<bad-request [^>]*\/><no-valid-streams [^>]*\/si"\/>/u);
    for (const [n, attributes] of ['name="a"', 'size="-1"', 'size="1e3"', 'size=""'].entries()) {
      receive(file(attributes) + form(IBB), { id: `3${n}` });
      assert.match(await answer(`3${n}`), /<bad-request /u);
    }
    receive(form(IBB), { id: '4' });
    assert.match(await answer('4'), /<bad-request /u);
    receive(file() + form(IBB), { id: '5', from: 'eve@example.com/x' });
    assert.match(await answer('5'), /none|service-unavailable/u);
    assert.equal(offers.length, 0);
  });

  for (const method of [IBB, S5B]) {
    it(`A45: is unreachable where it has the id of another one that is on its way, by ${method}`, async () => {
      receive(file() + form(IBB, method));
      const first = read((await offered()).accept(signal));
      await settle();
      pair.juliet.receive(`<iq type="set" id="again" from="${ROMEO}"><si xmlns="${NS}" id="s-f"
        profile="${NS_FILE}">${file()}${form(method)}</si></iq>`);
      await until(() => offers.length > 1);
      const second = offers[1]?.accept(signal);
      assert.ok(second);
      await assert.rejects(read(second), { code: 'unreachable' });
      const stream = await openInBand(pair.romeo, juliet, 's-f', { blockSize: 4096 });
      await stream.write(Buffer.from('abc'));
      await stream.end();
      assert.equal(String(await first), 'abc');
    });
  }

  it('A45: waits with at most four others of its sender', async () => {
    for (let n = 0; n < 6; n++) receive(file() + form(IBB), { id: String(n) });
    assert.equal(offers.length, 5);
    assert.match(await answer('5'), /<resource-constraint /u);
    offers[0]?.decline();
    await settle();
    receive(file() + form(IBB), { id: '6' });
    assert.equal(offers.length, 6);
  });

  it('is unreachable for its sender where there is no common way', async () => {
    const sending = assert.rejects(send(Buffer.from('abc')), { code: 'unreachable' });
    pair.passes = (stanza) => !stanza.getChild('si', NS);
    await until(() => pair.sent('si').length > 0);
    const { id } = pair.log.find((stanza) => stanza.getChild('si', NS))?.attrs ?? {};
    pair.romeo.receive(`<iq type="error" id="${id ?? ''}" from="${JULIET}"><error type="cancel">
      <bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><no-valid-streams xmlns="${NS}"/>
      </error></iq>`);
    await sending;
  });
});
