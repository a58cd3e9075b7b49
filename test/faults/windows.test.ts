import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Watched, watchAll } from '../../src/ui/watched.ts';
import type { MessageView } from '../../src/api/views.ts';
import { until } from '../support/client.ts';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, type Scene, servers, startScene } from './scene.ts';
import { every } from './traffic.ts';
import type { WindowProcess } from './windowProcess.ts';

const INTERVAL_MS = 50;
const IN_STEP_MS = 1000;
const TAKEN_OVER_MS = 5000;
const ROUNDS = 4;
const FROZEN_MS = 5000;

/** What a tab in this window shows of the chat. */
const watch = (window: WindowProcess): Watched<MessageView> =>
  watchAll(window.api, 'messages', { account, chat });
const has = (watched: Watched<MessageView>, body: string) =>
  watched.values().some((message) => message.body === body);

for (const [name, start] of servers) {
  describe(`several windows on ${name}`, () => {
    let scene: Scene;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
    });
    afterEach(async () => {
      for (const window of scene.windows) await window.kill();
    });

    for (const count of [2, 4]) {
      it(`F13: ${count} lose and double nothing when the owner is killed, time and again`, async () => {
        const random = randomFrom(SEED);
        const ledger = scene.ledger(`f13 ${count}`);
        let windows: WindowProcess[] = [];
        while (windows.length < count) windows.push(await scene.open());
        let anyOf = () => windows[Math.floor(random() * windows.length)] ?? windows[0];
        const traffic = every(INTERVAL_MS, async () => {
          const window = anyOf();
          await Promise.all([ledger.say(), window && ledger.write(window)]);
        });
        const gaps: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          await delay(500 + random() * 1000);
          const owner = windows.find(({ owns, hasEnded }) => owns && !hasEnded);
          assert.ok(owner, 'somebody owns the session');
          windows = windows.filter((window) => window !== owner);
          await owner.kill();
          const killed = performance.now();
          const isOwned = () => windows.some(({ owns }) => owns);
          await until(isOwned, TAKEN_OVER_MS);
          gaps.push(performance.now() - killed);
          assert.equal(windows.filter(({ owns }) => owns).length, 1);
          windows.push(await scene.open());
        }
        await traffic.stop();
        anyOf = () => undefined;
        const [window] = windows;
        assert.ok(window);
        const slowest = `${Math.max(...gaps).toFixed(0)} ms`;
        await ledger.judge(
          `F13 on ${name}, ${count} windows: ${ROUNDS} owners killed, succeeded within ${slowest} (seed ${SEED})`,
          window,
        );
        await until(() => scene.proxy.connections === 1);
        // What the tabs show is the end of what is kept, in every window.
        const kept = await ledger.kept(window);
        const newest = kept.slice(-40).map(({ id }) => id);
        for (const each of windows) {
          const shown = watch(each);
          await until(() => newest.every((id) => shown.get(id)), IN_STEP_MS);
          shown.dispose();
        }
      }).timeout(300_000);
    }

    it('F14: loses and doubles nothing while a window is reloaded, old and new side by side', async () => {
      const ledger = scene.ledger('f14');
      let window = await scene.open();
      const traffic = every(INTERVAL_MS, async () => {
        await Promise.all([ledger.say(), ledger.write(window)]);
      });
      for (let reload = 0; reload < 5; reload++) {
        await delay(600);
        const former = window;
        window = await scene.begin();
        await delay(reload * 100);
        await former.kill();
      }
      await traffic.stop();
      await window.joined;
      await ledger.judge(`F14 on ${name}: 5 reloads`, window);
    });

    it('F22: a window that was frozen under a flood is in step within a second', async () => {
      const ledger = scene.ledger('f22');
      const owner = await scene.open();
      const frozen = await scene.open();
      assert.deepEqual([owner.owns, frozen.owns], [true, false]);
      await owner.waitForPhase('online');
      const [shown, other] = [watch(frozen), watch(owner)];
      await until(() => shown.values().length > 0);
      const before = await owner.figures();
      frozen.sleep();
      const began = performance.now();
      while (performance.now() - began < FROZEN_MS) {
        await Promise.all(Array.from({ length: 10 }, () => ledger.say()));
        await delay(20);
      }
      await ledger.settle(owner);
      const [last = ''] = (await ledger.kept(owner)).slice(-1).map(({ body }) => body);
      await until(() => has(other, last));
      const after = await owner.figures();
      frozen.wake();
      const awake = performance.now();
      await until(() => has(shown, last), 60_000);
      const took = performance.now() - awake;
      const grown = after.heapMb - before.heapMb;
      await ledger.judge(
        `F22 on ${name}: in step after ${took.toFixed(0)} ms, the owner's heap grew by ${grown.toFixed(1)} MB`,
        frozen,
      );
      assert.ok(took <= IN_STEP_MS, `${took} ms`);
      assert.ok(grown < 20, `${grown} MB`);
      for (const each of [shown, other]) each.dispose();
    });
  });
}
