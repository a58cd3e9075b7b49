import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Jid } from '../../src/base/jid.ts';
import { type FileOffer, fileOffered, type FileSource } from '../../src/xmpp/files/fileOffer.ts';
import { sendBySi } from '../../src/xmpp/files/siSending.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import {
  expectInBand,
  IN_BAND_BLOCK,
  NS_IN_BAND,
  openInBand,
} from '../../src/xmpp/xep/0047-inBand.ts';
import { NS_SOCKS5 } from '../../src/xmpp/xep/0065-socks5.ts';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { openSession, SERVERS } from './scene.ts';

const SIZES = [0, 1, 4095, 4096, 1024 * 1024];
const { signal } = new AbortController();

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function jidOf({ session }: XmppLink): Jid {
  assert.ok(session.jid);
  return session.jid;
}

function source(bytes: Uint8Array): FileSource {
  return {
    name: 'plan.bin',
    size: bytes.length,
    mediaType: 'application/octet-stream',
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

async function read(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

for (const [name, start] of SERVERS) {
  describe(`streams on ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-streams-'));
    let ada: XmppLink;
    let cleo: XmppLink;
    let bob: Peer;
    let bobJid: Jid;
    let offers: FileOffer[];

    const started = startedHere();
    before(async () => {
      const server = await started.add(start());
      for (const user of ['ada', 'bob', 'cleo']) await server.addUser(user, 'secret');
      await started.defer(() => {
        rmSync(folder, { recursive: true });
      });
      bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      bobJid = Jid.of((await bob.waitFor(({ event }) => event === 'online')).jid ?? '');
      ada = await started.add(openSession(server, 'ada'));
      cleo = await started.add(openSession(server, 'cleo', () => ['127.0.0.1']));
      for (const { session } of [ada, cleo]) {
        session.on(fileOffered, (offer) => offers.push(offer));
      }
    });
    beforeEach(() => {
      offers = [];
    });

    for (const method of ['ibb', 'socks5'] as const) {
      for (const size of SIZES) {
        it(`bring ${size} bytes from another client by ${method}`, async () => {
          const bytes = randomBytes(size);
          const file = join(folder, `${method}-${size}`);
          writeFileSync(file, bytes);
          const sent = bob.offer({ to: jidOf(ada).full, file, method });
          const [offer] = await until(() => (offers.length > 0 ? offers : undefined));
          assert.equal(offer?.file.size, size);
          assert.equal(sha256(await read(offer.accept(signal))), sha256(bytes));
          assert.equal((await sent).sha256, sha256(bytes));
        });

        it(`bring another client ${size} bytes by ${method}`, async () => {
          const bytes = randomBytes(size);
          await bob.accept([method]);
          const noted = bob.events.length;
          await sendBySi(ada.session)(bobJid, source(bytes), {
            signal,
            onProgress: () => undefined,
          });
          const isReceived = ({ event }: { event: string }) => event === 'received';
          const received = await bob.waitFor(isReceived, 30_000, noted);
          assert.equal(received.sha256, sha256(bytes));
        });
      }
    }

    it('are refused by another client that wants none', async () => {
      await bob.accept([]);
      const file = source(Buffer.from('abc'));
      const sending = sendBySi(ada.session)(bobJid, file, { signal, onProgress: () => undefined });
      await assert.rejects(sending, { code: 'unreachable' });
    });

    for (const way of ['by a proxy', 'in band'] as const) {
      for (const size of SIZES) {
        it(`bring ${size} bytes to another client of ours, ${way}`, async () => {
          const bytes = randomBytes(size);
          const request = ada.session.request.bind(ada.session);
          let blocks = 0;
          ada.session.request = (iq) => {
            if (iq.payload.getName() === 'data') blocks += 1;
            // As if no proxy were known.
            return way === 'in band' && iq.payload.getNS() === NS_SOCKS5
              ? Promise.reject(new StanzaError('service-unavailable'))
              : request(iq);
          };
          try {
            const sending = sendBySi(ada.session)(jidOf(cleo), source(bytes), {
              signal,
              onProgress: () => undefined,
            });
            const [offer] = await until(() => (offers.length > 0 ? offers : undefined));
            assert.equal(offer?.file.size, size);
            assert.equal(sha256(await read(offer.accept(signal))), sha256(bytes));
            await sending;
          } finally {
            ada.session.request = request;
          }
          assert.equal(blocks > 0, way === 'in band' && size > 0);
        });
      }
    }

    it('bring another client a file without a proxy, where it may connect to ours', async () => {
      const bytes = randomBytes(1024 * 1024);
      await bob.accept(['socks5']);
      const noted = bob.events.length;
      const asked: string[] = [];
      const request = cleo.session.request.bind(cleo.session);
      cleo.session.request = (iq) => {
        asked.push(iq.payload.toString());
        return request(iq);
      };
      await sendBySi(cleo.session)(bobJid, source(bytes), { signal, onProgress: () => undefined });
      cleo.session.request = request;
      const isReceived = ({ event }: { event: string }) => event === 'received';
      const received = await bob.waitFor(isReceived, 30_000, noted);
      assert.equal(received.sha256, sha256(bytes));
      assert.match(asked.join(), /<streamhost [^>]*host="127.0.0.1"/u);
      assert.doesNotMatch(asked.join(), /<activate|<data /u);
    });

    it('bring 1 MiB in band, and quickly', async () => {
      const bytes = randomBytes(1024 * 1024);
      const expected = expectInBand(cleo.session, jidOf(ada), 's', { blockSize: 65_535, signal });
      const begun = performance.now();
      const sender = await openInBand(ada.session, jidOf(cleo), 's', { blockSize: IN_BAND_BLOCK });
      const received = read((await expected).input);
      await sender.write(bytes);
      await sender.end();
      assert.ok((await received).equals(bytes));
      console.log(`      1 MiB in band: ${Math.round(performance.now() - begun)} ms`);
    });

    // Last, as it is remembered that they do not reach each other by SOCKS5.
    it('bring another client a file in band, offered once more, where it reaches no proxy', async () => {
      const bytes = randomBytes(100_000);
      await bob.accept(['socks5', 'ibb']);
      const noted = bob.events.length;
      const request = ada.session.request.bind(ada.session);
      ada.session.request = (iq) => {
        // As if a firewall were in between.
        for (const { attrs } of iq.payload.getChildren('streamhost')) attrs['port'] = '1';
        return request(iq);
      };
      try {
        const options = { signal, onProgress: () => undefined };
        await sendBySi(ada.session)(bobJid, source(bytes), options);
      } finally {
        ada.session.request = request;
      }
      const received = await bob.waitFor(({ event }) => event === 'received', 30_000, noted);
      assert.equal(received.sha256, sha256(bytes));
      const offered = bob.events.slice(noted).filter(({ event }) => event === 'offer');
      assert.deepEqual(
        offered.map(({ methods }) => methods),
        [[NS_SOCKS5, NS_IN_BAND], [NS_IN_BAND]],
      );
    });
  });
}
