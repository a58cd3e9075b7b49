import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import type { Ledger } from './ledger.ts';
import { type Scene, servers, startScene } from './scene.ts';
import { every } from './traffic.ts';
import type { WindowProcess } from './windowProcess.ts';

const INTERVAL_MS = 50;
const MAX_LAG_MS = 100;
const STARTED_MS = 5000;
const FULL_MS = 3000;
/** One of them shows that half a minute is no more than a moment. */
const LOCKED_MS = { Prosody: 3000, ejabberd: 30_000 };

const damages = {
  damaged: async (file: string) => {
    // What the log still has would hide the damage.
    const database = new DatabaseSync(file);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const content = await readFile(file);
    content.fill(0xaa, 4096);
    await writeFile(file, content);
  },
  'written by a newer Parley': (file: string) => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 1000');
    database.close();
  },
};

for (const [name, start] of servers) {
  describe(`a message history in trouble, on ${name}`, () => {
    let scene: Scene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
    });
    afterEach(async () => {
      for (const window of scene.windows) await window.kill();
    });

    const traffic = (ledger: Ledger, window: WindowProcess) =>
      every(INTERVAL_MS, async () => {
        await Promise.all([ledger.say(), ledger.write(window)]);
      });

    for (const [what, spoil] of Object.entries(damages)) {
      it(`F17: that was ${what} between two starts comes back from the archive`, async () => {
        const ledger = scene.ledger(`f17 ${what}`);
        const former = await scene.open();
        await former.waitForPhase('online');
        for (let n = 0; n < 40; n++) await Promise.all([ledger.say(), ledger.write(former)]);
        await ledger.settle(former);
        await former.kill();
        await spoil(scene.history);
        for (let n = 0; n < 10; n++) await ledger.say();
        const begun = performance.now();
        const window = await scene.open();
        const took = performance.now() - begun;
        await until(() => window.told.length > 0);
        assert.match(
          window.told.join(),
          new RegExp(`was ${what}: it is kept as .*\\.corrupt-`, 'u'),
        );
        await ledger.judge(`F17 on ${name}, ${what}: started in ${took.toFixed(0)} ms`, window);
        assert.ok(took <= STARTED_MS, `${took} ms`);
        const kept = await readdir(path.dirname(scene.history));
        assert.ok(kept.some((file) => file.includes('.corrupt-')));
      });
    }

    it('F15: locked by another process, neither stalls the window nor loses or doubles anything', async () => {
      const ledger = scene.ledger('f15');
      const window = await scene.open();
      await window.waitForPhase('online');
      const writing = traffic(ledger, window);
      await delay(1000);
      const other = new DatabaseSync(scene.history);
      await begin(other);
      await window.figures();
      await delay(LOCKED_MS[name]);
      const { lagMs, maxLagMs } = await window.figures();
      other.exec('COMMIT');
      other.close();
      await writing.stop();
      const locked = `${LOCKED_MS[name] / 1000} s, event loop late by ${maxLagMs.toFixed(0)} ms at most`;
      await ledger.judge(`F15 on ${name}: locked for ${locked}`, window);
      // Not the maximum: other processes want the processor, too.
      assert.ok(lagMs <= MAX_LAG_MS, `${lagMs} ms`);
      assert.deepEqual(window.told, []);
    }).timeout(300_000);

    it('F16: on a full disk, has all of it once there is room again', async () => {
      const ledger = scene.ledger('f16');
      const window = await scene.open('fullDisk');
      await window.waitForPhase('online');
      const writing = traffic(ledger, window);
      const mark = path.join(path.dirname(scene.history), 'full');
      await delay(1000);
      await writeFile(mark, '');
      await delay(FULL_MS);
      await rm(mark);
      await delay(1000);
      await writing.stop();
      const { refused } = ledger;
      await ledger.judge(`F16 on ${name}: ${refused} refused for want of room`, window);
      assert.ok(refused > 0);
    });
  });
}

/** Locks a database that others write to all the time. */
async function begin(database: DatabaseSync): Promise<void> {
  await until(() => {
    try {
      database.exec('BEGIN IMMEDIATE');
      return true;
    } catch {
      return false;
    }
  });
}
