import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jid } from '../../src/base/jid.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { type FileOffer, fileOffered, type FileSource } from '../../src/xmpp/files/fileOffer.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { sendBySi } from '../../src/xmpp/files/siSending.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { NS_SOCKS5 } from '../../src/xmpp/xep/0065-socks5.ts';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { openSession, type Server, SERVERS } from '../servers/scene.ts';
import { until } from '../support/client.ts';
import { memory } from '../support/memory.ts';
import { startedHere } from '../support/started.ts';

const MIB = 2 ** 20;
/** Sizes of the files that are cut, in MiB; in band a server copies each byte some times, as text. */
const LARGE_MIB = Number(process.env['PARLEY_LARGE_MIB'] ?? 96);
const IN_BAND_MIB = Number(process.env['PARLEY_IN_BAND_MIB'] ?? 32);
/** The same of one that is slow in band: Prosody reads 4 KiB each millisecond. */
const SLOW_MIB = process.env['PARLEY_IN_BAND_ALL'] === '1' ? IN_BAND_MIB : 64;
/** What goes whole, in each way. */
const SIZE = 64 * MIB;
/** Of both sides together, which are one process here. */
const MAX_GROWTH = 20 * MIB;
/** Memory is looked at, which takes time, at least so many times. */
const LOOKS = 8;
const PEER_MS = 900_000;
const METHODS = [
  ['socks5', 'by SOCKS5, through its proxy'],
  ['direct', 'by SOCKS5, directly'],
  ['inBand', 'in band'],
] as const;
const OFFERS = [
  ['Jingle', sendByJingle],
  ['stream initiation', sendBySi],
] as const;

/** A file whose bytes tell where they are. */
function source(size: number): FileSource {
  return {
    ...{ name: 'large.bin', size, mediaType: 'application/octet-stream' },
    modified: Date.UTC(2025, 0, 1),
    read: (offset, length) => {
      const piece = Buffer.allocUnsafe(length);
      for (let at = 0; at < length;) {
        const block = Math.floor((offset + at) / 4096);
        const end = Math.min((block + 1) * 4096 - offset, length);
        piece.fill(block % 256, at, end);
        at = end;
      }
      return Promise.resolve(piece);
    },
  };
}

async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

async function* piecesOf(file: FileSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += MIB) {
    yield await file.read(at, Math.min(MIB, file.size - at));
  }
}

for (const [name, start] of SERVERS) {
  describe(`large files over ${name}`, () => {
    const started = startedHere();
    let ada: XmppLink;
    let cleo: XmppLink;
    let bob: Peer;
    let folder: string;
    let server: Server;
    let offers: FileOffer[] = [];
    /** How many blocks in band were sent. */
    let blocks = 0;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'parley-large-'));
      await started.defer(() => rm(folder, { recursive: true }));
      server = await started.add(start());
      for (const user of ['ada', 'bob', 'cleo']) await server.addUser(user, 'secret');
      for (const [user, other] of [
        ['ada', 'cleo'],
        ['cleo', 'ada'],
      ] as const) {
        await server.addRosterItem(user, { jid: `${other}@localhost`, name: other });
      }
      bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
    });

    /** Sends a file, which is cut each time that so many of its bytes were received. */
    async function send(
      sendBy: typeof sendByJingle,
      file: FileSource,
      cuts: readonly number[] = [],
    ): Promise<void> {
      const to = Jid.of(cleo.session.jid?.full ?? '');
      const target = { path: path.join(folder, 'large.bin'), replace: true };
      const part = await new DiskFiles(() => Promise.resolve(folder)).create(target, file.size);
      const before = memory();
      const began = performance.now();
      let [length, growth, looked] = [0, 0, 0];
      for (const cut of [...cuts, Infinity]) {
        const control = new AbortController();
        const { signal } = control;
        offers = [];
        const sending = sendBy(ada.session)(to, file, {
          signal,
          onProgress: () => undefined,
        });
        sending.catch(() => undefined);
        const [offer] = await until(() => (offers.length > 0 ? offers : undefined));
        assert.ok(offer?.hasParts);
        const has = length === 0 ? undefined : { length, read: () => part.read() };
        const receive = async () => {
          for await (const piece of offer.accept(signal, has)) {
            await part.write(piece);
            length += piece.length;
            if (length >= cut) control.abort();
            if (length - looked < file.size / LOOKS) continue;
            looked = length;
            growth = Math.max(growth, memory() - before);
          }
        };
        if (cut === Infinity) await Promise.all([receive(), sending]);
        else {
          await assert.rejects(receive(), { code: 'cancelled' });
          // By stream initiation nobody tells a sender that not all has come.
          if (sendBy === sendBySi) await sending.catch(() => undefined);
          else await assert.rejects(sending, { code: 'cancelled' });
          assert.ok(length >= cut && length < file.size);
        }
      }
      const seconds = (performance.now() - began) / 1000;
      const saved = createReadStream(await part.finish());
      assert.equal(await hashOf(saved), await hashOf(piecesOf(file)));
      assert.ok(looked > 0);
      assert.ok(growth < MAX_GROWTH, `${growth} bytes more in memory`);
      const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
      console.log(`      ${mb(file.size / seconds)}/s; alive + ${mb(growth)} at most`);
    }

    for (const [how, title] of METHODS) {
      describe(title, () => {
        const sessions = startedHere();

        // New ones, which remember no proxies.
        before(async () => {
          const addresses = () => (how === 'direct' ? ['127.0.0.1'] : []);
          ada = await sessions.add(openSession(server, 'ada', addresses));
          cleo = await sessions.add(openSession(server, 'cleo', addresses));
          for (const { session } of [ada, cleo]) {
            const request = session.request.bind(session);
            session.request = (iq) => {
              const { type, payload } = iq;
              if (payload.getName() === 'data') blocks += 1;
              // As if no proxy were known.
              return how !== 'socks5' && type === 'get' && payload.getNS() === NS_SOCKS5
                ? Promise.reject(new StanzaError('service-unavailable'))
                : request(iq);
            };
            session.on(fileOffered, (offer) => offers.push(offer));
          }
        });

        beforeEach(() => {
          offers = [];
          blocks = 0;
        });

        const sendThisWay: typeof send = async (...what) => {
          await send(...what);
          assert.equal(blocks > 0, how === 'inBand', `${blocks} blocks went in band`);
        };

        const inBandMib = name === 'Prosody' ? Math.min(SLOW_MIB, IN_BAND_MIB) : IN_BAND_MIB;
        const mib = how === 'inBand' ? inBandMib : LARGE_MIB;
        for (const [way, sendBy] of OFFERS) {
          it(`arrive as they are, by ${way}`, () => sendThisWay(sendBy, source(SIZE)));

          it(`F24: go on after cuts at 1, 50 and 99 %, by ${way}: ${mib} MiB`, () =>
            sendThisWay(
              sendBy,
              source(mib * MIB),
              [0.01, 0.5, 0.99].map((part) => part * mib * MIB),
            ));
        }

        // It never listens itself.
        if (how === 'direct') return;

        // In band slixmpp copies all that it has at each block.
        const [named, size] =
          how === 'inBand' ? (['ibb', 8 * MIB] as const) : (['socks5', SIZE] as const);

        it('arrive as they are at another client', async () => {
          await bob.accept([named]);
          const noted = bob.events.length;
          const jid = bob.events.find(({ event }) => event === 'online')?.jid ?? '';
          await sendBySi(ada.session)(Jid.of(jid), source(size), {
            signal: new AbortController().signal,
            onProgress: () => undefined,
          });
          const received = await bob.waitFor(({ event }) => event === 'received', PEER_MS, noted);
          assert.equal(received.sha256, await hashOf(piecesOf(source(size))));
        });

        it('arrive as they are from another client', async () => {
          const file = path.join(folder, 'theirs.bin');
          await writeFile(file, piecesOf(source(size)));
          const to = cleo.session.jid?.full ?? '';
          const sent = bob.offer({ to, file, method: named });
          const [offer] = await until(() => (offers.length > 0 ? offers : undefined));
          assert.equal(offer?.file.size, size);
          const { signal } = new AbortController();
          assert.equal(await hashOf(offer.accept(signal)), (await sent).sha256);
        });
      });
    }
  });
}
