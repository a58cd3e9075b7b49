import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Jid } from '../../../../src/base/jid.ts';
import type { ByteStream } from '../../../../src/xmpp/byteStream.ts';
import {
  expectInBand,
  IN_BAND_BLOCK,
  inBandBlock,
  openInBand,
} from '../../../../src/xmpp/xep/0047-inBand.ts';
import { JULIET, ROMEO, SessionPair, until } from '../../../support/sessionPair.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';

const NS = 'http://jabber.org/protocol/ibb';
const juliet = Jid.of(JULIET);
const romeo = Jid.of(ROMEO);
const { signal } = new AbortController();

async function read({ input }: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Romeo opens a stream to Juliet, who expects it. */
async function streams(
  pair: SessionPair,
  { block = 4096, most = 0 } = {},
): Promise<readonly [sender: ByteStream, receiver: ByteStream]> {
  const expected = expectInBand(pair.juliet, romeo, 's1', { blockSize: most || block, signal });
  const sender = await openInBand(pair.romeo, juliet, 's1', { blockSize: block });
  return [sender, await expected];
}

describe('an in-band bytestream (XEP-0047)', () => {
  let pair: SessionPair;

  beforeEach(() => {
    pair = new SessionPair();
  });

  for (const size of [0, 1, 4095, 4096, 4097, 1_000_000]) {
    it(`carries ${size} bytes unaltered, then ends`, async () => {
      const bytes = randomBytes(size);
      const [sender, receiver] = await streams(pair);
      const received = read(receiver);
      await sender.write(bytes);
      await sender.end();
      assert.ok((await received).equals(bytes));
      assert.equal(pair.sent('data').length, Math.ceil(size / 4096));
      assert.deepEqual(pair.errors, []);
    });
  }

  it('counts its blocks modulo 65,536, in each direction by itself', async () => {
    const [sender, receiver] = await streams(pair, { block: 1 });
    const received = read(receiver);
    const answered = read(sender);
    const bytes = Buffer.alloc(65_538, 'x');
    await Promise.all([sender.write(bytes), receiver.write(Buffer.from('ab'))]);
    await sender.end();
    assert.equal((await received).length, bytes.length);
    assert.equal(String(await answered), 'ab');
    const seqs = pair.sent('data').map(({ attrs }) => attrs['seq']);
    assert.deepEqual(seqs.slice(-3), ['65535', '0', '1']);
  });

  it('takes smaller blocks where the peer wants them, with the same sid', async () => {
    const [sender, receiver] = await streams(pair, { block: 16_384, most: 4096 });
    const received = read(receiver);
    await sender.write(randomBytes(10_000));
    await sender.end();
    assert.equal((await received).length, 10_000);
    assert.deepEqual(
      pair.sent('open').map(({ attrs }) => [attrs['block-size'], attrs['sid']]),
      [
        ['16384', 's1'],
        ['8192', 's1'],
        ['4096', 's1'],
      ],
    );
    assert.equal(pair.sent('data').length, 3);
  });

  describe('over a server that says how large a stanza may be (XEP-0478)', () => {
    const limit = (bytes: number) => {
      [pair.romeo.stream.features] = parseXml(`<features xmlns="http://etherx.jabber.org/streams">
        <limits xmlns="urn:xmpp:stream-limits:0"><max-bytes>${bytes}</max-bytes></limits></features>`);
    };
    const blockSize = () => inBandBlock(pair.romeo, juliet, 's1');

    for (const bytes of [10_000, 1000, 262_144]) {
      it(`fits into ${bytes} bytes, and is as large as can be`, async () => {
        limit(bytes);
        const block = blockSize();
        const [sender, receiver] = await streams(pair, { block });
        const received = read(receiver);
        const content = randomBytes(100_000);
        await sender.write(content);
        await sender.end();
        assert.ok((await received).equals(content));
        const sizes = pair.log
          .filter((stanza) => stanza.getChild('data'))
          // The server adds who has sent it.
          .map((stanza) => stanza.toString().replace(/ from="[^"]+"/u, '').length);
        // Prosody reads no more at once.
        assert.ok(Math.max(...sizes) <= Math.min(bytes, 4096));
        assert.ok(block === IN_BAND_BLOCK || Math.max(...sizes) > bytes - 100);
      });
    }

    it('is not begun where no block fits', () => {
      limit(150);
      assert.throws(blockSize, { code: 'unreachable' });
    });
  });

  it('does not exist where it was not agreed on', async () => {
    await assert.rejects(openInBand(pair.romeo, juliet, 's1', { blockSize: 4096 }), {
      code: 'unreachable',
    });
    assert.deepEqual(pair.errors, ['not-acceptable']);
  });

  it('ends its wait with the signal, with the session, and admits one of a name', async () => {
    const control = new AbortController();
    const options = { blockSize: 4096, signal: control.signal };
    const given = expectInBand(pair.juliet, romeo, 's1', options);
    const second = expectInBand(pair.juliet, romeo, 's1', options);
    await assert.rejects(second, { code: 'unreachable' });
    control.abort();
    await assert.rejects(given, { code: 'cancelled' });
    const other = expectInBand(pair.juliet, romeo, 's2', { blockSize: 4096, signal });
    pair.juliet.stream.goOffline();
    pair.juliet.stream.goOnline(false);
    await assert.rejects(other, { code: 'offline' });
  });

  it('answers a block once it is consumed, and sends no more than its window', async () => {
    const [sender, receiver] = await streams(pair);
    const writing = sender.write(Buffer.alloc(1_000_000));
    await until(() => pair.sent('data').length === 16);
    for (let turn = 0; turn < 50; turn++) await settle();
    assert.equal(pair.sent('data').length, 16);
    assert.equal(pair.log.filter(({ attrs }) => attrs['type'] === 'result').length, 1);
    const received = read(receiver);
    await writing;
    await sender.end();
    assert.equal((await received).length, 1_000_000);
  });

  it('halves its window when answers are slow, and lets chat overtake', async () => {
    const [sender, receiver] = await streams(pair);
    const writing = sender.write(Buffer.alloc(200_000));
    await until(() => pair.sent('data').length === 16);
    pair.romeo.clock.advance(2500);
    const input = receiver.input[Symbol.asyncIterator]();
    const take = async (count: number) => {
      for (let n = 0; n < count; n++) await input.next();
      for (let turn = 0; turn < 20; turn++) await settle();
    };
    await take(8);
    // 64 KiB became 32 KiB once: of 16 blocks on their way 8 are left, and none is added.
    assert.equal(pair.sent('data').length, 16);
    await take(1);
    assert.equal(pair.sent('data').length, 17);
    sender.destroy();
    await assert.rejects(writing, { code: 'cancelled' });
  });

  it('sends smaller blocks on a slow connection', async () => {
    const [sender, receiver] = await streams(pair, { block: 65_535 });
    const input = receiver.input[Symbol.asyncIterator]();
    const writing = sender.write(Buffer.alloc(300_000));
    const sizes = () => pair.sent('data').map((data) => Buffer.from(data.text(), 'base64').length);
    for (const count of [1, 2, 3, 4]) {
      await until(() => sizes().length === count);
      pair.romeo.clock.advance(2500);
      await input.next();
    }
    await until(() => sizes().length === 5);
    // Each slow answer halves the window of 64 KiB, and a block is no larger than that.
    assert.deepEqual(sizes(), [65_535, 32_768, 16_384, 8192, 4096]);
    sender.destroy();
    await assert.rejects(writing, { code: 'cancelled' });
  });

  it('goes on after a resumption, and is over with its session', async () => {
    const [sender, receiver] = await streams(pair);
    const received = read(receiver);
    await sender.write(Buffer.alloc(10_000, 'a'));
    for (const { stream } of [pair.romeo, pair.juliet]) stream.goOffline();
    const rest = sender.write(Buffer.alloc(10_000, 'b'));
    pair.romeo.clock.advance(120_000);
    await settle();
    for (const { stream } of [pair.juliet, pair.romeo]) stream.goOnline(true);
    await rest;
    await sender.end();
    assert.equal((await received).length, 20_000);

    const [again, other] = await streams(pair);
    const lost = read(other);
    pair.juliet.stream.goOffline();
    pair.juliet.stream.goOnline(false);
    await assert.rejects(lost, { code: 'offline' });
    await again.write(Buffer.from('x'));
    await assert.rejects(again.end(), { code: 'cancelled' });
  });

  it('tells the peer that it is cancelled, on whichever side', async () => {
    const [sender, receiver] = await streams(pair);
    const received = read(receiver);
    await sender.write(Buffer.alloc(100));
    sender.destroy();
    sender.destroy();
    assert.equal((await received).length, 100);
    await assert.rejects(sender.write(Buffer.alloc(1)), { code: 'cancelled' });

    const [second, reader] = await streams(pair);
    reader.destroy();
    await assert.rejects(second.write(Buffer.alloc(1_000_000)), { code: 'cancelled' });
    await assert.rejects(read(reader), { code: 'cancelled' });
    assert.equal(pair.sent('close').length, 2);
  });

  it('tells it after a resumption, if it is cancelled without a connection', async () => {
    const [sender, receiver] = await streams(pair);
    pair.romeo.stream.goOffline();
    sender.destroy();
    pair.romeo.stream.goOnline(true);
    assert.equal((await read(receiver)).length, 0);
  });

  it('is complete though the receiver closes first, once it has everything', async () => {
    const [sender, receiver] = await streams(pair);
    const input = receiver.input[Symbol.asyncIterator]();
    await sender.write(Buffer.from('all'));
    await input.next();
    receiver.destroy();
    await sender.end();
  });

  it('is complete though its end is not answered, as by libpurple, once its blocks are', async () => {
    const [sender, receiver] = await streams(pair);
    const input = receiver.input[Symbol.asyncIterator]();
    pair.passes = (stanza) => !stanza.getChild('close', NS);
    await sender.write(Buffer.from('all'));
    await input.next();
    const ended = sender.end();
    await until(() => pair.sent('close').length === 1);
    pair.romeo.clock.advance(5000);
    await ended;
    assert.equal(pair.sent('close').length, 1);
  });

  it('fails where its end is answered by another error', async () => {
    const [sender, receiver] = await streams(pair);
    const input = receiver.input[Symbol.asyncIterator]();
    pair.passes = (stanza) => !stanza.getChild('close', NS);
    await sender.write(Buffer.from('all'));
    await input.next();
    const ended = assert.rejects(sender.end(), { code: 'damaged' });
    await until(() => pair.sent('close').length === 1);
    const { id = '' } = pair.log.at(-1)?.attrs ?? {};
    pair.romeo.receive(`<iq type="error" id="${id}" from="${JULIET}"><error type="cancel">
      <bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
    await ended;
  });

  it('fails where its blocks are answered by errors', async () => {
    const conditions = { 'service-unavailable': 'offline', 'bad-request': 'damaged' } as const;
    for (const [condition, code] of Object.entries(conditions)) {
      pair = new SessionPair();
      const [sender] = await streams(pair);
      pair.passes = (stanza) => !stanza.getChild('data', NS);
      await sender.write(Buffer.alloc(10));
      const { id } = pair.log.at(-1)?.attrs ?? {};
      pair.romeo.receive(`<iq type="error" id="${id ?? ''}" from="${JULIET}"><error type="cancel">
        <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
      await assert.rejects(sender.end(), { code });
    }
  });

  it('fails where its blocks are not answered', async () => {
    const [sender] = await streams(pair);
    pair.passes = (stanza) => !stanza.getChild('data', NS);
    await sender.write(Buffer.alloc(10));
    pair.romeo.clock.advance(30_000);
    await assert.rejects(sender.end(), { code: 'timeout' });
  });
});

describe('A45: what a hostile peer sends in band', () => {
  const stranger = 'eve@example.net/x';
  let pair: SessionPair;
  let stream: ByteStream;
  let asked = 0;

  /** Lets Juliet receive an iq. @returns the condition of its error, `result`, or that there is none */
  async function answerTo(payload: string, from = ROMEO): Promise<string> {
    const answered = pair.log.length;
    const number = `h${(asked += 1)}`;
    pair.juliet.receive(
      `<iq type="set" id="${number}" from="${from}" to="${JULIET}">${payload}</iq>`,
    );
    await settle();
    const answer = pair.log.slice(answered).find(({ attrs }) => attrs['id'] === number);
    const error = answer?.getChildElements().find((child) => child.getName() === 'error');
    return error?.getChildElements()[0]?.getName() ?? answer?.attrs['type'] ?? 'none';
  }

  const data = (seq: string, text: string, sid = 's1') =>
    answerTo(`<data xmlns="${NS}" seq="${seq}" sid="${sid}">${text}</data>`);
  const open = (attributes: string, from?: string) =>
    answerTo(`<open xmlns="${NS}" ${attributes}/>`, from);

  beforeEach(async () => {
    pair = new SessionPair();
    pair.passes = ({ attrs }) => attrs['to'] === JULIET || attrs['type'] !== 'set';
    const expected = expectInBand(pair.juliet, romeo, 's1', { blockSize: 4096, signal });
    pair.juliet.receive(
      `<iq type="set" id="o" from="${ROMEO}"><open xmlns="${NS}" sid="s1" block-size="16"/></iq>`,
    );
    stream = await expected;
  });

  it('is refused where it opens what is not expected, or not so', async () => {
    void expectInBand(pair.juliet, romeo, 's2', { blockSize: 4096, signal });
    assert.equal(await open('sid="s3" block-size="4096"'), 'not-acceptable');
    assert.equal(await open('sid="s1" block-size="4096"'), 'not-acceptable');
    assert.equal(
      await open('sid="s2" block-size="4096"', 'romeo@example.net/other'),
      'not-acceptable',
    );
    assert.equal(await open('sid="s2" block-size="4097"'), 'resource-constraint');
    for (const size of ['0', '65536', '-1', '1e3', '4096.0', '']) {
      assert.equal(await open(`sid="s2" block-size="${size}"`), 'bad-request', size);
    }
    assert.equal(await open('sid="s2"'), 'bad-request');
    assert.equal(await open('block-size="4096"'), 'bad-request');
    assert.equal(await open('sid="s2" block-size="4096" stanza="presence"'), 'bad-request');
    assert.equal(await open('sid="s2" block-size="4096"'), 'result');
  });

  it('is refused where it is of a stream or of a sender unknown', async () => {
    assert.equal(await data('0', 'eA==', 's2'), 'item-not-found');
    const block = `<data xmlns="${NS}" seq="0" sid="s1">eA==</data>`;
    for (const from of ['romeo@example.net/other', 'romeo@example.net']) {
      assert.equal(await answerTo(block, from), 'item-not-found');
    }
    assert.equal(await answerTo(block, stranger), 'service-unavailable');
    assert.equal(await answerTo(`<close xmlns="${NS}" sid="s2"/>`), 'item-not-found');
    void read(stream);
    assert.equal(await data('0', 'eA=='), 'result');
  });

  for (const seq of ['1', '65535', '-0', '00', '0 ', 'x', '65536']) {
    it(`closes the stream over a block numbered ${JSON.stringify(seq)} in place of 0`, async () => {
      assert.equal(await data(seq, 'eA=='), 'unexpected-request');
      await assert.rejects(read(stream), { code: 'damaged' });
      assert.equal(await data('0', 'eA=='), 'item-not-found');
      assert.equal(pair.sent('close').length, 1);
    });
  }

  it('takes no block after the end of the stream', async () => {
    const content = read(stream);
    assert.equal(await data('0', 'eA=='), 'result');
    assert.equal(await answerTo(`<close xmlns="${NS}" sid="s1"/>`), 'result');
    assert.equal(await data('1', 'eQ=='), 'item-not-found');
    assert.equal(String(await content), 'x');
  });

  it('closes the stream over a block that comes again', async () => {
    const refused = assert.rejects(read(stream), { code: 'damaged' });
    assert.equal(await data('0', 'eA=='), 'result');
    assert.equal(await data('0', 'eA=='), 'unexpected-request');
    await refused;
  });

  const malformed = [
    'eA',
    'eA=',
    'e A==',
    'eA==\n',
    '=AAA',
    'eA==eA==',
    'e-__',
    'eB==',
    'é',
    'eA===',
  ];
  for (const text of [...malformed, Buffer.alloc(17).toString('base64')]) {
    it(`closes the stream over the base64 ${JSON.stringify(text)}`, async () => {
      assert.equal(await data('0', text), 'bad-request');
      await assert.rejects(read(stream), { code: 'damaged' });
    });
  }

  it('keeps no more than 1 MiB of blocks that nobody consumes', async () => {
    const expected = expectInBand(pair.juliet, romeo, 's2', { blockSize: 16_384, signal });
    await open('sid="s2" block-size="16384"');
    const block = Buffer.alloc(16_384).toString('base64');
    let taken = 0;
    while ((await data(String(taken), block, 's2')) === 'none') taken += 1;
    assert.equal(taken, 64);
    await assert.rejects(read(await expected), { code: 'offline' });
  });

  it('is read in messages only where the stream was opened for them (§4)', async () => {
    const message = (seq: number, sid: string, from = ROMEO) => {
      pair.juliet.receive(
        `<message from="${from}"><data xmlns="${NS}" seq="${seq}" sid="${sid}">eA==</data></message>`,
      );
    };
    message(0, 's1');
    const expected = expectInBand(pair.juliet, romeo, 's2', { blockSize: 4096, signal });
    await open('sid="s2" block-size="4096" stanza="message"');
    const messages = await expected;
    message(0, 's2', 'romeo@example.net/other');
    message(0, 's2');
    message(1, 's2');
    await answerTo(`<close xmlns="${NS}" sid="s2"/>`);
    assert.equal(String(await read(messages)), 'xx');
    assert.equal(await data('0', 'eA=='), 'none');
  });
});
