import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openLocal } from '../../src/ui/files/localFile.ts';
import { offerFile } from '../../src/ui/files/offerFile.ts';
import { endOfTransfer } from '../../src/ui/files/transferEnd.ts';
import { memory } from '../support/memory.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene } from './scene.ts';
import { startEjabberd } from './ejabberd.mjs';

const MIB = 2 ** 20;
const SIZE = 256 * MIB;
/** Some of it is what the collector of buffers has not come to yet. */
const MAX_GROWTH = 32 * MIB;
/** Memory is looked at each time that so many bytes more were sent. */
const STEP = 16 * MIB;

describe('a large file', () => {
  let scene: Scene;
  const started = startedHere();
  before(async () => {
    scene = await started.add(Scene.start(startEjabberd, { uploadLimit: 2 * SIZE }));
  });

  it('is sent as it is, without being in memory', async () => {
    const client = await scene.signIn();
    const { bob } = scene;
    const source = path.join(scene.server.folder, 'large.bin');
    await writeFile(source, 'beginning');
    await truncate(source, SIZE);
    const offer = offerFile(client.host, await openLocal('large.bin', source));
    const before = memory();
    const rss = process.memoryUsage.rss();
    let [growth, rssGrowth, looked] = [0, 0, 0];
    const began = performance.now();
    const transfer = await client.request('sendFile', { account, chat, ...offer.file });
    const end = await endOfTransfer(client.host, { account, chat }, transfer, {
      report: ({ sent }) => {
        rssGrowth = Math.max(rssGrowth, process.memoryUsage.rss() - rss);
        if (sent - looked < STEP) return;
        looked = sent;
        growth = Math.max(growth, memory() - before);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    offer.dispose();
    assert.deepEqual([end.state, end.error], ['done', undefined]);
    assert.ok(looked > 0);
    assert.ok(growth < MAX_GROWTH, `${growth} bytes more in memory`);
    const { oob } = await bob.waitFor((event) => event.oob, 60_000);
    assert.deepEqual(await bob.download(oob ?? ''), { size: SIZE, sha256: await hashOf(source) });
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `      ${mb(SIZE / seconds)}/s; alive + ${mb(growth)}, resident + ${mb(rssGrowth)} at most`,
    );
  });
});

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file);
  for await (const chunk of handle.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
