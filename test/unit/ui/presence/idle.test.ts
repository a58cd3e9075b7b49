import assert from 'node:assert/strict';
import { type IdleMinutes, IdleTimer } from '../../../../src/ui/presence/idle.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const MINUTE_MS = 60_000;

describe('idleness', () => {
  let clock: FakeClock;
  let told: (string | null)[];
  let here: boolean;

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    here = false;
  });

  const start = (minutes: IdleMinutes) =>
    new IdleTimer(clock, {
      idleMinutes: () => minutes,
      isHere: () => here,
      tell: (idle) => told.push(idle),
    });

  it('is told after its minutes, and ends with the first sign of the user', () => {
    const timer = start({ away: 5, xa: 15 });
    clock.advance(5 * MINUTE_MS - 1);
    assert.deepEqual(told, []);
    clock.advance(1);
    assert.deepEqual(told, ['away']);
    clock.advance(10 * MINUTE_MS);
    assert.deepEqual(told, ['away', 'xa']);
    timer.touch();
    assert.deepEqual(told, ['away', 'xa', null]);
    clock.advance(4 * MINUTE_MS);
    timer.touch();
    clock.advance(4 * MINUTE_MS);
    assert.equal(told.length, 3);
  });

  it('does not begin while the user is here without giving signs', () => {
    start({ away: 5, xa: 15 });
    here = true;
    clock.advance(20 * MINUTE_MS);
    assert.deepEqual(told, []);
    here = false;
    clock.advance(5 * MINUTE_MS);
    assert.deepEqual(told, ['away']);
  });

  it('can be off, each by itself', () => {
    start({ away: 0, xa: 0 });
    clock.advance(100 * MINUTE_MS);
    assert.deepEqual(told, []);
    start({ away: 0, xa: 1 });
    clock.advance(MINUTE_MS);
    assert.deepEqual(told, ['xa']);
  });

  it('does not go from xa back to away', () => {
    start({ away: 10, xa: 5 });
    clock.advance(100 * MINUTE_MS);
    assert.deepEqual(told, ['xa']);
  });

  it('tells nothing once disposed', () => {
    start({ away: 1, xa: 2 }).dispose();
    clock.advance(5 * MINUTE_MS);
    assert.deepEqual(told, []);
  });
});
