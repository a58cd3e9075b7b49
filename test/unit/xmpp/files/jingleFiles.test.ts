import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Element, xml } from '../../../../src/xmpp/stanza/xml.ts';
import { IN_BAND_BLOCK } from '../../../../src/xmpp/xep/0047-inBand.ts';
import { NS_FILE_TRANSFER } from '../../../../src/xmpp/xep/0234-jingleFiles.ts';
import {
  collect,
  contentOf,
  JingleScene,
  juliet,
  romeo,
  sourceOf,
} from '../../../support/jingleScene.ts';

/** Of more than one window of blocks. */
const LARGE = contentOf(300_000);

describe('files by Jingle (XEP-0234)', () => {
  let scene: JingleScene;

  beforeEach(() => {
    scene = new JingleScene();
  });

  for (const size of [0, 1, 4095, 4096, 300_000]) {
    it(`bring ${size} bytes as they are`, async () => {
      const content = contentOf(size);
      const { offer, sent } = await scene.offer(sourceOf(content));
      const { name, mediaType, hashes } = offer.file;
      assert.deepEqual(
        { name, size: offer.file.size, mediaType, hashes },
        {
          name: 'plan.bin',
          size,
          mediaType: 'application/octet-stream',
          hashes: [],
        },
      );
      assert.equal(offer.from.full, romeo.full);
      assert.ok((await collect(scene.accept(offer))).equals(content));
      await sent;
      assert.equal(scene.progress.at(-1) ?? 0, size);
      await scene.quiet();
      assert.match(scene.by('juliet', /session-info/u).join(), /<received/u);
      assert.equal(scene.by('juliet', /session-terminate.*<success/u).length, 1);
      assert.equal(scene.by('romeo', /session-terminate/u).length, 0);
    });
  }

  for (const size of [0, 1]) {
    const outcome = size === 0 ? 'have arrived' : 'are damaged';
    it(`of ${size} bytes ${outcome} when the other side ends with success before they are sent`, async () => {
      const { offer, sent } = await scene.offer(sourceOf(contentOf(size)));
      scene.pair.passes = (stanza) => {
        const { action, sid = '' } = stanza.getChild('jingle')?.attrs ?? {};
        if (action !== 'session-accept') return true;
        scene.pair.deliver(stanza);
        setImmediate(() => {
          scene.pair.romeo.receive(`<iq type="set" id="end" from="${juliet.full}">
            <jingle xmlns="urn:xmpp:jingle:1" action="session-terminate" sid="${sid}">
            <reason><success/></reason></jingle></iq>`);
        });
        return false;
      };
      collect(scene.accept(offer)).catch(() => undefined);
      await (size === 0 ? sent : assert.rejects(sent, { code: 'damaged' }));
    });
  }

  it('have arrived where the stream breaks at its end, before the other side ends with success', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    const fromJuliet = (iq: string) => {
      setImmediate(() => {
        scene.pair.romeo.receive(iq);
      });
    };
    let sid = '';
    scene.pair.passes = (stanza) => {
      sid ||= stanza.getChild('jingle')?.attrs['sid'] ?? '';
      if (!stanza.getChild('close')) return true;
      fromJuliet(`<iq type="error" id="${stanza.attrs['id'] ?? ''}" from="${juliet.full}">
        <error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
      return false;
    };
    collect(scene.accept(offer)).catch(() => undefined);
    await scene.quiet();
    assert.ok(scene.pair.sent('close').length > 0);
    fromJuliet(`<iq type="set" id="end" from="${juliet.full}">
      <jingle xmlns="urn:xmpp:jingle:1" action="session-terminate" sid="${sid}">
      <reason><success/></reason></jingle></iq>`);
    await sent;
  });

  it('are declined', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    offer.decline();
    await assert.rejects(sent, { code: 'declined' });
    assert.match(scene.by('juliet', /session-terminate/u).join(), /<decline\/>/u);
  });

  it('are withdrawn before they are answered', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    scene.sending.abort();
    await assert.rejects(sent, { code: 'cancelled' });
    assert.equal(await offer.ended, 'withdrawn');
    offer.decline();
    await assert.rejects(collect(scene.accept(offer)), { code: 'cancelled' });
    await scene.quiet();
    assert.equal(scene.by('juliet', /session-terminate/u).length, 0);
  });

  it('end with the connection before they are answered', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    scene.pair.juliet.stream.goOffline();
    scene.pair.juliet.stream.goOnline(false);
    assert.equal(await offer.ended, 'offline');
    await assert.rejects(collect(scene.accept(offer)), { code: 'offline' });
    scene.pair.romeo.stream.goOffline();
    scene.pair.romeo.stream.goOnline(false);
    await assert.rejects(sent, { code: 'offline' });
  });

  for (const who of ['sender', 'recipient'] as const) {
    it(`that the ${who} cancels are cancelled for both`, async () => {
      const { offer, sent } = await scene.offer(sourceOf(LARGE));
      const received = scene.accept(offer)[Symbol.asyncIterator]();
      await received.next();
      (who === 'sender' ? scene.sending : scene.receiving).abort();
      const rest = (async () => {
        while ((await received.next()).done !== true);
      })();
      await assert.rejects(rest, { code: 'cancelled' });
      await assert.rejects(sent, { code: 'cancelled' });
      assert.equal(
        scene.by('romeo', /session-terminate.*<cancel/u).length,
        who === 'sender' ? 1 : 0,
      );
    });
  }

  it('are broken off, and not cancelled, where the peer ends them for a reason that it does not name', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    const received = scene.accept(offer)[Symbol.asyncIterator]();
    await received.next();
    const [, sid = ''] =
      /<jingle [^>]*sid="([^"]+)"/u.exec(scene.by('romeo', /session-initiate/u).join()) ?? [];
    scene.pair.romeo.receive(`<iq type="set" id="end" from="${juliet.full}">
      <jingle xmlns="urn:xmpp:jingle:1" action="session-terminate" sid="${sid}">
      <reason><general-error/></reason></jingle></iq>`);
    await assert.rejects(sent, { userError: { code: 'offline.stream', params: {} } });
    await received.return?.();
  });

  it('are cancelled when the recipient reads no further', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    for await (const bytes of scene.accept(offer)) {
      assert.ok(bytes.length > 0);
      break;
    }
    await assert.rejects(sent, { code: 'cancelled' });
  });

  it('A48: whose checksum differs are damaged, for both', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    scene.pair.passes = (stanza) => {
      const data = stanza.getChild('data');
      if (data?.attrs['seq'] === '1')
        data.children = [Buffer.alloc(IN_BAND_BLOCK).toString('base64')];
      return true;
    };
    await assert.rejects(collect(scene.accept(offer)), { code: 'damaged' });
    await assert.rejects(sent, { code: 'damaged' });
    assert.match(scene.by('juliet', /session-terminate/u).join(), /<media-error/u);
  });

  /** Lets Juliet ask for a part. */
  const ask = (range: Readonly<Record<string, string>>) => {
    scene.pair.passes = (stanza) => {
      const jingle = stanza.getChild('jingle');
      if (jingle?.attrs['action'] !== 'session-accept') return true;
      const file = jingle.getChild('content')?.getChild('description')?.getChild('file');
      file?.children.push(xml('range', range));
      return true;
    };
  };

  const parts = {
    'from there to the end': [{ offset: '299000' }, LARGE.subarray(299_000)],
    'of that length': [{ offset: '1000', length: '5' }, LARGE.subarray(1000, 1005)],
    'which is empty': [{ offset: '300000' }, LARGE.subarray(300_000)],
    'which is all of it': [{}, LARGE],
  } as const;
  for (const [what, [range, part]] of Object.entries(parts)) {
    it(`are sent in part where the recipient asks for one, ${what}`, async () => {
      ask(range);
      const { offer } = await scene.offer(sourceOf(LARGE));
      const received = collect(scene.accept(offer));
      received.catch(() => undefined);
      await scene.advance(2000);
      const blocks = scene.pair.sent('data').map((data) => Buffer.from(data.text(), 'base64'));
      assert.ok(Buffer.concat(blocks).equals(part));
      const isOfWhole = !('length' in range);
      const hash = createHash('sha256')
        .update(isOfWhole ? LARGE : part)
        .digest('base64');
      const checksum = scene.by('romeo', /<checksum/u).join();
      assert.ok(checksum.includes(`>${hash}<`));
      assert.equal(/<range/u.test(checksum), !isOfWhole);
    });
  }

  for (const range of [{ offset: '300001' }, { offset: '299999', length: '2' }, { offset: '-1' }]) {
    it(`are not sent where ${JSON.stringify(range)} is asked for`, async () => {
      ask(range);
      const { offer, sent } = await scene.offer(sourceOf(LARGE));
      const received = collect(scene.accept(offer));
      received.catch(() => undefined);
      await assert.rejects(sent, { code: 'unreachable' });
      assert.match(scene.by('romeo', /type="error"/u).join(), /<bad-request/u);
      assert.equal(scene.pair.sent('data').length, 0);
    });
  }

  describe('of which the recipient has the beginning', () => {
    const modified = Date.UTC(2025, 2, 1, 12, 0, 0, 250);
    const rest = 200_000;
    /** What Juliet has: as it is, or otherwise. */
    const part = (bytes: Buffer) => ({
      length: rest,
      read: async function* () {
        yield* await Promise.resolve([bytes.subarray(0, 1000), bytes.subarray(1000, rest)]);
      },
    });
    const resume = async (has: Buffer) => {
      const { offer, sent } = await scene.offer({ ...sourceOf(LARGE), modified });
      assert.deepEqual([offer.hasParts, offer.file.modified], [true, modified]);
      const received = collect(offer.accept(scene.receiving.signal, part(has)));
      received.catch(() => undefined);
      await scene.quiet();
      return { sent, received };
    };

    it('bring the rest, and the whole is compared with its checksum', async () => {
      const { sent, received } = await resume(LARGE);
      assert.ok((await received).equals(LARGE.subarray(rest)));
      await sent;
      assert.match(scene.by('juliet', /session-accept/u).join(), /<range offset="200000"/u);
      const hash = createHash('sha256').update(LARGE).digest('base64');
      assert.ok(
        scene
          .by('romeo', /<checksum/u)
          .join()
          .includes(`>${hash}<`),
      );
      assert.equal(scene.progress.at(-1), LARGE.length);
    });

    it('are damaged where that is the beginning of another one', async () => {
      const other = Buffer.from(LARGE);
      other[5] = 255 - (other[5] ?? 0);
      const { sent, received } = await resume(other);
      await assert.rejects(received, { code: 'damaged' });
      await assert.rejects(sent, { code: 'damaged' });
    });

    it('are damaged where that is not all there any more', async () => {
      const { sent, received } = await resume(LARGE.subarray(0, 150_000));
      await assert.rejects(received, { code: 'damaged' });
      await assert.rejects(sent, { code: 'damaged' });
      assert.equal(scene.pair.sent('data').length, 0);
    });
  });

  describe('whose size is not told', () => {
    beforeEach(() => {
      scene.pair.passes = (stanza) => {
        const content = stanza.getChild('jingle')?.getChild('content');
        const file = content?.getChild('description')?.getChild('file');
        if (file) file.children = file.children.filter((child) => !isSize(child));
        return true;
      };
    });

    for (const size of [0, 300_000]) {
      it(`are all that comes until the stream ends: ${size} bytes`, async () => {
        const content = contentOf(size);
        const { offer, sent } = await scene.offer(sourceOf(content));
        assert.equal(offer.file.size, undefined);
        const received = collect(scene.accept(offer));
        await scene.advance(2000);
        assert.ok((await received).equals(content));
        await sent;
      });
    }

    it('are not whole where they are cancelled', async () => {
      const { offer, sent } = await scene.offer(sourceOf(LARGE));
      const iterator = scene.accept(offer)[Symbol.asyncIterator]();
      await iterator.next();
      scene.sending.abort();
      await assert.rejects(sent, { code: 'cancelled' });
      const rest = (async () => {
        while (!(await iterator.next()).done);
      })();
      await assert.rejects(rest, { code: 'cancelled' });
    });
  });

  it('fail where another size is sent than was announced', async () => {
    const source = sourceOf(LARGE);
    for (const size of [LARGE.length - 1, LARGE.length + 1]) {
      scene = new JingleScene();
      scene.pair.passes = (stanza) => {
        const content = stanza.getChild('jingle')?.getChild('content');
        const told = content?.getChild('description')?.getChild('file')?.getChild('size');
        if (told) told.children = [String(size)];
        return true;
      };
      const { offer, sent } = await scene.offer(source);
      const received = collect(scene.accept(offer));
      received.catch(() => undefined);
      // The session does not say why the stream has ended early.
      await scene.advance(2000);
      await assert.rejects(received, { code: 'damaged' });
      await assert.rejects(sent, { code: 'damaged' });
    }
  });

  it('are broken off where the stream ends without a word', async () => {
    scene.pair.passes = (stanza) => {
      const told = stanza.getChild('jingle');
      const file = told?.getChild('content')?.getChild('description')?.getChild('file');
      const size = file?.getChild('size');
      if (size) size.children = [String(LARGE.length + 1)];
      return told?.attrs['action'] !== 'session-info';
    };
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    sent.catch(() => undefined);
    const received = collect(scene.accept(offer));
    received.catch(() => undefined);
    await scene.advance(2000);
    await assert.rejects(received, { userError: { code: 'offline.stream', params: {} } });
    await assert.rejects(sent, { userError: { code: 'offline.stream', params: {} } });
  });

  it('fail after thirty seconds of silence', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    scene.pair.passes = (stanza) => !stanza.getChild('data');
    const received = collect(scene.accept(offer));
    received.catch(() => undefined);
    await scene.advance(30_000);
    await assert.rejects(received, { code: 'timeout' });
    await assert.rejects(sent, { code: 'timeout' });
  });

  it('fail when the stream is not opened', async () => {
    const { offer, sent } = await scene.offer(sourceOf(LARGE));
    scene.pair.passes = (stanza) => !stanza.getChild('open');
    const received = collect(scene.accept(offer));
    received.catch(() => undefined);
    await scene.advance(25_000);
    await scene.advance(25_000);
    await assert.rejects(received, { code: 'unreachable' });
    await assert.rejects(sent, { code: 'unreachable' });
  });

  it('are not offered to whom cannot take them', async () => {
    scene.pair.passes = (stanza) => {
      const query = stanza.getChild('query');
      const features = query?.getChildren('feature') ?? [];
      for (const feature of features) {
        if (feature.attrs['var'] === NS_FILE_TRANSFER)
          feature.attrs['var'] = `${NS_FILE_TRANSFER}0`;
      }
      return true;
    };
    await assert.rejects(scene.send(sourceOf(LARGE)), { code: 'unreachable' });
    assert.equal(scene.by('romeo', /jingle/u).length, 0);
  });
});

function isSize(child: Element | string): boolean {
  return typeof child !== 'string' && child.getName() === 'size';
}
