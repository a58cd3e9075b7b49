import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { lost, timedOut } from '../../../../src/xmpp/stream/connectionError.ts';
import { Reconnection } from '../../../../src/xmpp/stream/reconnection.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { silentLog } from '../../../support/silentLog.ts';

/** Attempts that fail while `fails`. */
function setUp() {
  const clock = new FakeClock();
  clock.chance = 0.999;
  const seen = { attempts: 0, fails: false };
  const reconnection = new Reconnection({
    clock,
    log: silentLog,
    attempt: () => {
      seen.attempts += 1;
      return seen.fails ? Promise.reject(lost('localhost')) : Promise.resolve();
    },
  });
  return { clock, reconnection, seen };
}

/** Milliseconds until the next attempt. */
function waitOf({ clock, reconnection }: ReturnType<typeof setUp>): number {
  return (reconnection.state.retryAt ?? NaN) - clock.now();
}

/** Attempts that failed one after the other: the next delay is long. */
async function failing(times: number) {
  const scene = setUp();
  scene.seen.fails = true;
  scene.reconnection.start();
  for (let n = 0; n < times; n += 1) {
    await settled();
    scene.clock.advance(waitOf(scene));
  }
  await settled();
  return scene;
}

describe('Reconnection', () => {
  it('makes the attempt after a silent link at once, however often the connection was lost', async () => {
    const { reconnection, seen } = setUp();
    reconnection.start();
    await settled();
    for (let n = 0; n < 5; n += 1) {
      reconnection.lost(timedOut('localhost'), 1000);
      assert.equal(reconnection.state.phase, 'connecting');
      await settled();
    }
    assert.equal(seen.attempts, 6);
  });

  it('waits after a loss that other clients may share', async () => {
    const { clock, reconnection, seen } = setUp();
    reconnection.start();
    await settled();
    reconnection.lost(lost('localhost'), 60_000);
    assert.equal(reconnection.state.phase, 'waiting');
    assert.equal(seen.attempts, 1);
    clock.advance(2000);
    assert.equal(seen.attempts, 2);
  });

  it('tries at once when the machine wakes up while it waits', async () => {
    const scene = await failing(6);
    const { clock, seen } = scene;
    const before = seen.attempts;
    assert.ok(waitOf(scene) > 50_000);
    clock.jump(3_600_000);
    clock.advance(5000);
    assert.equal(seen.attempts, before + 1);
    await settled();
    assert.ok(waitOf(scene) <= 2000, 'the delays begin anew');
  });

  it('leaves no timer behind once stopped', async () => {
    const { clock, reconnection } = await failing(3);
    reconnection.stop();
    assert.equal(clock.pending, 0);
  });
});
