import assert from 'node:assert/strict';
import { actionInUri, SingleUse } from '../../../../src/ui/desktop/singleUse.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

describe('a click that comes as a URI', () => {
  let clock: FakeClock;
  let clicks: SingleUse;
  let done: number;
  const keep = () =>
    clicks.keep(() => {
      done++;
    });

  beforeEach(() => {
    clock = new FakeClock();
    clicks = new SingleUse(clock);
    done = 0;
  });

  it('C8: counts once, and nobody can guess one', () => {
    const id = keep();
    assert.match(id, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u);
    for (const other of ['', '1', '__proto__', id.toUpperCase(), `${id} `]) clicks.run(other);
    assert.equal(done, 0);
    clicks.run(id);
    clicks.run(id);
    assert.equal(done, 1);
  });

  it('C8: counts for an hour, and of a hundred', () => {
    const late = keep();
    clock.advance(60 * 60 * 1000);
    clicks.run(late);
    assert.equal(done, 0);
    const first = keep();
    const others = Array.from({ length: 100 }, keep);
    clicks.run(first);
    assert.equal(done, 0);
    for (const id of others) clicks.run(id);
    assert.equal(done, 100);
  });

  it('C8: is of one path only', () => {
    assert.equal(actionInUri({ path: '/notification', query: 'id=12-ab&windowId=3' }), '12-ab');
    assert.equal(actionInUri({ path: '/notification', query: '' }), '');
    assert.equal(actionInUri({ path: '/open', query: 'id=12-ab' }), undefined);
  });
});
