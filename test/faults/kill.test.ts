import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import { type Scene, servers, startScene } from './scene.ts';
import { every } from './traffic.ts';
import type { WindowProcess } from './windowProcess.ts';

/** On each server. */
const KILLS = 100;
const INTERVAL_MS = 50;
/** Most lives end while the window signs in or catches up; some are long enough to get through. */
const LIFE_MS = 900;
const LONG_LIFE_MS = 3500;
const LONG_LIVES = 12;

for (const [name, start] of servers) {
  describe(`a window that is killed, on ${name}`, () => {
    let scene: Scene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
    });

    it(`F8: loses and doubles nothing over ${KILLS} kills at 20 messages/s both ways`, async () => {
      const random = randomFrom(SEED);
      const ledger = scene.ledger('f8');
      let window: WindowProcess = await scene.begin();
      const traffic = every(INTERVAL_MS, async () => {
        await Promise.all([ledger.say(), ledger.write(window)]);
      });
      for (let kill = 1; kill <= KILLS; kill++) {
        const isLong = kill % LONG_LIVES === 0;
        await delay(isLong ? LONG_LIFE_MS : random() * LIFE_MS);
        await window.kill();
        window = await scene.begin();
      }
      await traffic.stop();
      await window.joined;
      await ledger.judge(`F8 on ${name}: ${KILLS} kills (seed ${SEED})`, window);
    }).timeout(600_000);
  });
}
