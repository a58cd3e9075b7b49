import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Backoff } from '../../../../src/xmpp/stream/backoff.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

describe('Backoff', () => {
  it('doubles its bound up to 60 s while focused and 300 s otherwise', () => {
    const clock = new FakeClock();
    clock.chance = 0.999_999;
    const waits = (focused: boolean) => {
      const backoff = new Backoff(clock);
      return Array.from({ length: 10 }, () => Math.ceil(backoff.next(focused) / 1000));
    };
    assert.deepEqual(waits(true), [2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
    assert.deepEqual(waits(false), [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('spreads the waits over the whole range', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
        const clock = new FakeClock();
        clock.chance = chance;
        assert.equal(new Backoff(clock).next(true), Math.floor(chance * 2000));
      }),
    );
  });

  it('starts again after a reset', () => {
    const backoff = new Backoff(new FakeClock());
    for (let i = 0; i < 5; i += 1) backoff.next(true);
    backoff.reset();
    assert.equal(backoff.next(true), 1000);
  });
});
