import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OfChat, Requests } from '../../src/api/requests.ts';
import type { MessageView, SavingView, TransferView } from '../../src/api/views.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { openLocal } from '../../src/ui/files/localFile.ts';
import { type Offer, offerFile } from '../../src/ui/files/offerFile.ts';
import { endOfTransfer } from '../../src/ui/files/transferEnd.ts';
import type { TestClient } from '../support/client.ts';
import { CuttingProxy } from '../support/cuttingProxy.ts';
import { memory } from '../support/memory.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const MIB = 2 ** 20;
/** `npm run test:large` takes a GiB. */
const SIZE = Number(process.env['PARLEY_LARGE_MIB'] ?? 64) * MIB;
/** Some of it is what the collector of buffers has not come to yet. */
const MAX_GROWTH = 20e6;
/** Memory is looked at each time that so many bytes more have passed. */
const STEP = SIZE / 16;
const TIMEOUT_MS = 180_000 + SIZE / 200;
const of: OfChat = { account, chat };

for (const [name, start] of SERVERS) {
  describe(`a large file on ${name}`, () => {
    let proxy: CuttingProxy;
    let scene: Scene;
    let client: TestClient;
    let source: string;
    let sha256: string;
    let offer: Offer;
    const started = startedHere();

    before(async () => {
      proxy = await started.add(CuttingProxy.start());
      const options = { uploadLimit: SIZE, urlPort: proxy.port };
      scene = await started.add(Scene.start(start, options));
      proxy.target = scene.server.ports.https;
      const files = new DiskFiles(() => Promise.resolve(scene.server.folder));
      client = await scene.signIn({ files });
      source = path.join(scene.server.folder, 'large.bin');
      sha256 = await make(source);
    });
    after(() => rm(source, { force: true }));

    beforeEach(async () => {
      offer = offerFile(client.host, await openLocal('large.bin', source));
    });
    afterEach(() => {
      offer.dispose();
    });

    it('F24 is sent as it is after a cut, tried again, without being in memory', async () => {
      proxy.cuts = [SIZE / 2];
      const before = memory();
      const transfer = await client.request('sendFile', { ...of, ...offer.file });
      const cut = await endOfTransfer(client.host, of, transfer);
      assert.deepEqual(
        [cut.state, cut.error?.code, proxy.cuts],
        ['failed', 'offline.file-server', []],
      );

      const watch = new Watch('sent', before);
      await client.request('retryTransfer', { ...of, transfer });
      const report = ({ sent }: TransferView) => {
        watch.look(sent);
      };
      const end = await endOfTransfer(client.host, of, transfer, { report });
      watch.end();
      assert.deepEqual([end.state, end.error], ['done', undefined]);
      const { oob } = await scene.bob.waitFor((event) => event.oob, TIMEOUT_MS);
      assert.deepEqual(await scene.bob.download(oob ?? ''), { size: SIZE, sha256 });
    }).timeout(TIMEOUT_MS);

    it('F24 is saved as it is, through three cuts, without being in memory', async () => {
      const isSent = ({ outgoing, file }: MessageView) => outgoing && file?.url !== undefined;
      const { id: message } = await client.waitFor('messages', of, isSent);
      const target = path.join(scene.server.folder, 'saved.bin');
      const to: Requests['saveFile']['params'] = {
        ...{ ...of, message, path: target, replace: false, mayBeProgram: false },
      };
      // Neither server gives parts: after each cut it begins anew.
      proxy.cuts = [0.01, 0.5, 0.99].map((part) => part * SIZE);
      proxy.passed = 0;
      const watch = new Watch('saved');
      const watched = client.host.watch('fileTransfers', { account }, (change) => {
        if (change.kind !== 'upsert') return;
        const saving = change.items.find(({ id }) => id === message);
        if (saving) watch.look(saving.done);
      });
      const shown = (fits: (saving: SavingView) => boolean) =>
        client.waitFor('messages', of, ({ id, file }) => {
          return id === message && file?.saving !== undefined && fits(file.saving);
        });
      const saving = client.request('saveFile', to);
      await shown(({ state, received }) => state === 'running' && received > 0);
      await shown(({ isWaiting }) => isWaiting === true);
      const saved = await saving;
      await shown(({ state, savedAs }) => state === 'done' && savedAs === 'saved.bin');
      watched.dispose();
      watch.end();
      assert.deepEqual(proxy.cuts, []);
      assert.ok(proxy.passed < SIZE * 2.7, `${proxy.passed} bytes fetched`);
      assert.equal((await stat(saved)).size, SIZE);
      assert.equal(await hashOf(saved), sha256);
      const left = await readdir(scene.server.folder);
      assert.ok(!left.some((file) => file.endsWith('.part')));
      await rm(saved);
    }).timeout(TIMEOUT_MS);
  });
}

/** What a transfer takes of memory and time, which it prints. */
class Watch {
  readonly #what: string;
  readonly #began = performance.now();
  readonly #before: number;
  readonly #resident = process.memoryUsage.rss();
  #looked = 0;
  #growth = 0;
  #residentGrowth = 0;

  constructor(what: string, before = memory()) {
    this.#what = what;
    this.#before = before;
  }

  look(done: number): void {
    if (Math.abs(done - this.#looked) < STEP) return;
    this.#looked = done;
    this.#residentGrowth = Math.max(
      this.#residentGrowth,
      process.memoryUsage.rss() - this.#resident,
    );
    this.#growth = Math.max(this.#growth, memory() - this.#before);
  }

  end(): void {
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    const speed = mb((SIZE * 1000) / (performance.now() - this.#began));
    const [alive, resident] = [mb(this.#growth), mb(this.#residentGrowth)];
    console.log(
      `      ${this.#what}: ${speed}/s; alive + ${alive}, resident + ${resident} at most`,
    );
    assert.ok(this.#looked > 0);
    assert.ok(this.#growth < MAX_GROWTH, `${this.#growth} bytes more in memory`);
  }
}

/** Writes a file that is nowhere like elsewhere. @returns its SHA-256 */
async function make(file: string): Promise<string> {
  const piece = randomBytes(MIB);
  const handle = await open(file, 'w');
  for (let at = 0; at < SIZE; at += MIB) {
    piece.writeUInt32BE(at / MIB);
    await handle.write(piece);
  }
  await handle.close();
  return hashOf(file);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file);
  for await (const chunk of handle.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
