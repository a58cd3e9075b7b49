import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jid } from '../../src/base/jid.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { type FileOffer, fileOffered, type FileSource } from '../../src/xmpp/files/fileOffer.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import { openSession, SERVERS } from '../servers/scene.ts';
import { until } from '../support/client.ts';
import { memory } from '../support/memory.ts';
import { startedHere } from '../support/started.ts';

const MIB = 2 ** 20;
/** Size of the file that is cut, in MiB. */
const CUT_MIB = Number(process.env['PARLEY_LARGE_MIB'] ?? 96);
/** Of both sides together, which are one process here. */
const MAX_GROWTH = 20 * MIB;
/** Memory is looked at each time that so many bytes more were received. */
const STEP = 16 * MIB;

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
  describe(`large files by SOCKS5 through ${name}`, () => {
    const started = startedHere();
    let ada: XmppLink;
    let cleo: XmppLink;
    let folder: string;
    let offers: FileOffer[] = [];

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'parley-large-'));
      await started.defer(() => rm(folder, { recursive: true }));
      const server = await started.add(start());
      for (const user of ['ada', 'cleo']) await server.addUser(user, 'secret');
      for (const [user, other] of [
        ['ada', 'cleo'],
        ['cleo', 'ada'],
      ] as const) {
        await server.addRosterItem(user, { jid: `${other}@localhost`, name: other });
      }
      ada = await started.add(openSession(server, 'ada'));
      cleo = await started.add(openSession(server, 'cleo'));
      const request = ada.session.request.bind(ada.session);
      ada.session.request = (iq) => {
        assert.notEqual(iq.payload.getName(), 'data', 'it goes in band');
        return request(iq);
      };
      cleo.session.on(fileOffered, (offer) => offers.push(offer));
    });

    /** Sends a file, which is cut each time that so many of its bytes were received. */
    async function send(file: FileSource, cuts: readonly number[]): Promise<void> {
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
        const sending = sendByJingle(ada.session)(to, file, {
          signal,
          onProgress: () => undefined,
        });
        sending.catch(() => undefined);
        const [offer] = await until(() => (offers.length > 0 ? offers : undefined));
        assert.ok(offer?.hasParts);
        const has = length === 0 ? undefined : { length, read: () => part.read() };
        const receive = async () => {
          for await (const piece of offer.accept(new AbortController().signal, has)) {
            await part.write(piece);
            length += piece.length;
            if (length >= cut) control.abort();
            if (length - looked < STEP) continue;
            looked = length;
            growth = Math.max(growth, memory() - before);
          }
        };
        if (cut === Infinity) await Promise.all([receive(), sending]);
        else {
          await assert.rejects(receive(), { code: 'cancelled' });
          await assert.rejects(sending, { code: 'cancelled' });
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

    it('arrive as they are: 64 MiB', () => send(source(64 * MIB), []));

    it(`go on after cuts at 1, 50 and 99 %: ${CUT_MIB} MiB`, () =>
      send(
        source(CUT_MIB * MIB),
        [0.01, 0.5, 0.99].map((part) => part * CUT_MIB * MIB),
      ));
  });
}
