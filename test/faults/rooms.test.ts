import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import type { Editor } from './editor.ts';
import { startRoomScene, type RoomScene } from './roomScene.ts';
import { servers } from './scene.ts';
import { every } from './traffic.ts';

/** Each of three writers writes so often. */
const INTERVAL_MS = 100;
const KILLS = 24;
/** Every so many times it is the server that is killed. */
const SERVER_EACH = 8;
/** Most lives end while the window joins or catches up; some are long enough to get through. */
const LIFE_MS = 1200;
const DOWN_MS = 1000;

const MISSED = 3000;
const AT_ONCE = 250;
const CATCH_UP_KILLS = 4;

for (const [name, start] of servers) {
  describe(`three who write in a room, on ${name}`, () => {
    let scene: RoomScene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startRoomScene(start));
    });

    it(`F8, F9, F13, F14: lose and double nothing over ${KILLS} kills of windows and servers`, async () => {
      const random = randomFrom(SEED);
      const ledger = scene.ledger('room');
      const [ada, cleo] = scene.editors as readonly [Editor, Editor];
      // Two windows share Ada's session.
      for (const editor of [ada, ada, cleo]) await editor.open();
      const live = ({ windows }: Editor) => windows.filter(({ hasEnded }) => !hasEnded);
      const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
      const traffic = every(INTERVAL_MS, async () => {
        const writers = scene.editors.flatMap((editor) => pick(live(editor)) ?? []);
        await Promise.all([ledger.say(), ...writers.map((window) => ledger.write(window))]);
      });
      for (let kill = 1; kill <= KILLS; kill++) {
        await delay(random() * LIFE_MS);
        if (kill % SERVER_EACH === 0) await scene.restartServer(() => delay(random() * DOWN_MS));
        const editor = random() < 0.5 ? ada : cleo;
        const former = pick(live(editor));
        // As by a reload, old and new side by side for a moment; or the old one dies first.
        if (random() < 0.5) {
          await editor.begin();
          await delay(random() * DOWN_MS);
          await former?.kill();
        } else {
          await former?.kill();
          await editor.begin();
        }
      }
      await traffic.stop();
      await ledger.judge(`F8, F9, F13, F14 in a room on ${name}: ${KILLS} kills (seed ${SEED})`);
      for (const window of [ada, cleo].flatMap(live)) await window.kill();
    }).timeout(300_000);

    it(`F10: catch up with ${MISSED} missed messages, though they are killed over it`, async () => {
      const random = randomFrom(SEED);
      const ledger = scene.ledger('f10');
      for (let sent = 0; sent < MISSED; sent += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, () => ledger.say()));
        await scene.bob.waitFor(({ body }) => body === ledger.last, 60_000);
      }
      for (const editor of scene.editors) {
        for (let kill = 0; kill < CATCH_UP_KILLS; kill++) {
          const window = await editor.begin();
          await delay(LIFE_MS / 4 + random() * LIFE_MS);
          await window.kill();
        }
      }
      await ledger.judge(`F10 in a room on ${name} (seed ${SEED})`);
    }).timeout(300_000);
  });
}
