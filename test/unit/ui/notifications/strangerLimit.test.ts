import assert from 'node:assert/strict';
import { StrangerLimit } from '../../../../src/ui/notifications/strangerLimit.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('how often strangers are told of', () => {
  it('A35: is a few times in any 24 hours', () => {
    const clock = new FakeClock();
    const limit = new StrangerLimit(clock);
    const admitted = (times: number) =>
      Array.from({ length: times }, () => limit.admit()).filter(Boolean).length;
    assert.equal(admitted(2), 2);
    clock.advance(23 * HOUR_MS);
    assert.equal(admitted(1000), 3);
    clock.advance(2 * HOUR_MS);
    assert.equal(admitted(1000), 2);
    clock.advance(24 * HOUR_MS);
    assert.equal(admitted(1000), 5);
  });
});
