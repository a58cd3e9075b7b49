import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import { type Scene, servers, startScene } from './scene.ts';
import { every } from './traffic.ts';

const INTERVAL_MS = 50;
const KILLS = 3;
const LIFE_MS = { least: 1000, more: 2000 };
const DOWN_MS = 1000;

for (const [name, start] of servers) {
  describe(`a server that fails, ${name}`, () => {
    let scene: Scene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
    });

    it(`F9: loses and doubles nothing when it is killed ${KILLS} times at 20 messages/s both ways`, async () => {
      const random = randomFrom(SEED);
      const ledger = scene.ledger('f9');
      const window = await scene.open();
      await window.waitForPhase('online');
      const traffic = every(INTERVAL_MS, async () => {
        await Promise.all([ledger.say(), ledger.write(window)]);
      });
      for (let kill = 0; kill < KILLS; kill++) {
        await delay(LIFE_MS.least + random() * LIFE_MS.more);
        // After such an end no server knows the stream: the resumption is refused.
        await ledger.outage(() => scene.restartServer(() => delay(random() * DOWN_MS)));
      }
      await window.waitForPhase('online');
      await delay(LIFE_MS.least);
      await traffic.stop();
      await ledger.judge(`F9 on ${name}: ${KILLS} kills (seed ${SEED})`, window);
    }).timeout(300_000);
  });
}
