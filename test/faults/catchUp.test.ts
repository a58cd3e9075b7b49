import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { watchAll } from '../../src/ui/watched.ts';
import { until } from '../support/client.ts';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, type Scene, servers, startScene } from './scene.ts';

const MISSED = 10_000;
const AT_ONCE = 500;
const KILLS = 6;
const LIFE_MS = { least: 250, more: 500 };
const MAX_MS = 240_000;

/** Forgets all that was archived, as a server does after some time; the server is down. */
const purges = {
  Prosody: (folder: string) =>
    run(path.join(folder, 'prosody.sqlite'), 'DELETE FROM prosodyarchive'),
  ejabberd: (folder: string) => run(path.join(folder, 'ejabberd.db'), 'DELETE FROM archive'),
};

function run(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

for (const [name, start] of servers) {
  describe(`catching up on ${name}`, () => {
    let scene: Scene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
    });

    it(`F10: catches up with ${MISSED} missed messages, though it is killed over it`, async () => {
      const random = randomFrom(SEED);
      const ledger = scene.ledger('f10');
      let window = await scene.open();
      await window.waitForPhase('online');
      await ledger.say();
      await ledger.settle(window);
      await window.kill();
      for (let sent = 0; sent < MISSED; sent += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, () => ledger.say()));
        await ledger.handOver();
      }
      const begun = performance.now();
      window = await scene.open();
      for (let kill = 0; kill < KILLS; kill++) {
        await delay(LIFE_MS.least + random() * LIFE_MS.more);
        await window.kill();
        window = await scene.open();
      }
      const shown = watchAll(window.api, 'messages', { account, chat });
      const last = `f10 in ${MISSED}`;
      const seen = () => JSON.stringify(shown.values().map(({ body }) => body));
      await until(() => shown.values().some(({ body }) => body === last), MAX_MS, seen);
      const took = performance.now() - begun;
      shown.dispose();
      const seconds = (took / 1000).toFixed(1);
      await ledger.judge(`F10 on ${name}: ${seconds} s, ${KILLS} kills (seed ${SEED})`, window);
      await window.kill();
    }).timeout(600_000);

    it('F11: goes on by time when the archive no longer has what was read last', async () => {
      const ledger = scene.ledger('f11');
      const window = await scene.open();
      for (let n = 0; n < 20; n++) await Promise.all([ledger.say(), ledger.write(window)]);
      await ledger.settle(window);
      await window.kill();
      await scene.restartServer(() => purges[name](scene.server.folder));
      for (let n = 0; n < 20; n++) await ledger.say();
      await ledger.judge(`F11 on ${name}`, await scene.open());
    });
  });
}
