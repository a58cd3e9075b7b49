import assert from 'node:assert/strict';
import { limitedLog } from '../../../src/base/log.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeLog } from '../../support/fakeSession.ts';

describe('a log', () => {
  it('A34: has the beginning of a flood, and how much more came', () => {
    const clock = new FakeClock();
    const log = new FakeLog();
    const limited = limitedLog(log, clock);
    for (let n = 0; n < 20_000; n += 1) limited.warn(`line ${n}`);
    assert.equal(log.lines.length, 300);
    clock.advance(10_000);
    assert.equal(log.lines.at(-1), '19700 more lines were left out');
    limited.info('x'.repeat(100_000));
    assert.equal(log.lines.at(-1)?.length, 1000);
    clock.advance(10_000);
    assert.equal(clock.pending, 0);
    assert.equal(log.lines.length, 302);
  });
});
