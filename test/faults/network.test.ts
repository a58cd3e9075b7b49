import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startedHere } from '../support/started.ts';
import type { Ledger } from './ledger.ts';
import { account, type Scene, servers, startScene } from './scene.ts';
import type { WindowProcess } from './windowProcess.ts';

const ASLEEP_MS = 4000;
/** For what the server has sent to be with the window, which does not read it. */
const UNREAD_MS = 500;
/** So long a sleep is noticed as one. */
const LONG_ASLEEP_MS = 11_000;
const AWAKE_MS = 10_000;

for (const [name, start] of servers) {
  describe(`a lost connection on ${name}`, () => {
    let scene: Scene;
    let window: WindowProcess;
    const started = startedHere();
    before(async () => {
      scene = await started.add(startScene(start));
      window = await scene.open();
      await window.waitForPhase('online');
    });

    for (const [how, asleepMs, lose] of [
      ['nothing happens to the connection', ASLEEP_MS, () => undefined],
      ['the connection is reset', ASLEEP_MS, () => scene.proxy.cut()],
      ['the connection dies without a word', LONG_ASLEEP_MS, () => scene.proxy.silence()],
      [
        'the connection dies once more has come than was read',
        LONG_ASLEEP_MS,
        async (ledger: Ledger) => {
          await ledger.say();
          await ledger.handOver();
          await delay(UNREAD_MS);
          scene.proxy.silence();
        },
      ],
    ] as const) {
      it(`F6: is in step within 10 s after a sleep in which ${how}`, async () => {
        const ledger = scene.ledger(`f6 ${how}`);
        for (let n = 0; n < 10; n++) await Promise.all([ledger.say(), ledger.write(window)]);
        window.sleep();
        await lose(ledger);
        for (let n = 0; n < 20; n++) await ledger.say();
        await delay(asleepMs);
        window.wake();
        await ledger.write(window);
        const took = await ledger.settle(window, AWAKE_MS + 5000);
        const what = `F6 on ${name}, ${how}: in step after ${(took / 1000).toFixed(1)} s`;
        await ledger.judge(what, window);
        assert.ok(took <= AWAKE_MS, `${took} ms`);
      });
    }

    it('F7: sends what was written offline after a restart, once', async () => {
      const ledger = scene.ledger('f7');
      await window.request('setPresence', { account, show: 'offline', status: '' });
      for (let n = 0; n < 30; n++) await ledger.write(window);
      await window.kill();
      window = await scene.open();
      for (let n = 0; n < 5; n++) await ledger.write(window);
      await window.request('setPresence', { account, show: 'available', status: '' });
      await ledger.settle(window);
      await window.kill();
      window = await scene.open();
      await window.waitForPhase('online');
      await ledger.judge(`F7 on ${name}`, window);
    });
  });
}
