import assert from 'node:assert/strict';
import { Liveness } from '../../../../src/xmpp/stream/liveness.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

function setUp() {
  const clock = new FakeClock();
  const seen = { probes: 0, deadAt: undefined as number | undefined };
  const liveness = new Liveness(clock, {
    probe: () => (seen.probes += 1),
    dead: () => (seen.deadAt ??= clock.monotonic()),
  });
  return { clock, liveness, seen };
}

describe('Liveness', () => {
  it('notices a silent link within 45 s, whenever the silence began', () => {
    for (let lastHeard = 0; lastHeard <= 10_000; lastHeard += 500) {
      const { clock, liveness, seen } = setUp();
      clock.advance(lastHeard);
      liveness.heard();
      clock.advance(60_000);
      assert.ok(seen.deadAt !== undefined && seen.deadAt - lastHeard <= 45_000);
    }
  });

  it('leaves a link alone that answers', () => {
    const { clock, liveness, seen } = setUp();
    for (let i = 0; i < 60; i += 1) {
      const before = seen.probes;
      clock.advance(5000);
      if (seen.probes > before) liveness.heard();
    }
    assert.equal(seen.deadAt, undefined);
    assert.ok(seen.probes >= 10 && seen.probes <= 15, String(seen.probes));
  });

  it('asks at once after sleep and gives up after 3 s', () => {
    const { clock, seen } = setUp();
    clock.advance(1000);
    clock.jump(3_600_000);
    clock.advance(4500);
    assert.equal(seen.probes, 1);
    clock.advance(3000);
    assert.equal(seen.deadAt, 8500);
  });

  it('takes what came before or during sleep for no sign of life', () => {
    const { clock, liveness, seen } = setUp();
    clock.jump(3_600_000);
    clock.advance(5000);
    liveness.heard();
    clock.advance(3500);
    assert.equal(seen.deadAt, 8500);
  });

  it('gives up after 3 s when told to ask', () => {
    const { clock, liveness, seen } = setUp();
    liveness.probeNow();
    assert.equal(seen.probes, 1);
    clock.advance(3000);
    assert.equal(seen.deadAt, 3000);
  });

  it('takes no silence for an end while nothing is read', () => {
    const { clock, liveness, seen } = setUp();
    liveness.probeNow();
    liveness.setListening(false);
    clock.advance(120_000);
    liveness.probeNow();
    clock.advance(10_000);
    assert.deepEqual([seen.probes, seen.deadAt], [1, undefined]);
    liveness.setListening(true);
    clock.advance(45_000);
    assert.ok(seen.deadAt !== undefined && seen.deadAt >= 130_000 + 20_000);
  });

  it('leaves no timer behind', () => {
    const { clock, liveness } = setUp();
    liveness.probeNow();
    liveness.dispose();
    assert.equal(clock.pending, 0);
  });
});
