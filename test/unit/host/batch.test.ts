import assert from 'node:assert/strict';
import { Batch } from '../../../src/host/batch.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('Batch', () => {
  let clock: FakeClock;
  let delivered: (readonly [string, number])[][];
  let batch: Batch<number>;

  beforeEach(() => {
    clock = new FakeClock();
    delivered = [];
    batch = new Batch(clock, (changed) => delivered.push([...changed]));
  });

  it('hands over the newest of each together, soon', () => {
    for (const [id, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      batch.add(id, value);
    assert.deepEqual(delivered, []);
    clock.advance(20);
    assert.deepEqual(delivered, [
      [
        ['a', 3],
        ['b', 2],
      ],
    ]);
  });

  it('is not put off by what keeps coming', () => {
    for (let ms = 0; ms < 100; ms++) {
      batch.add('a', ms);
      clock.advance(1);
    }
    assert.equal(delivered.length, 5);
  });

  it('hands over nothing once it is disposed', () => {
    batch.add('a', 1);
    batch.dispose();
    clock.advance(1000);
    assert.deepEqual(delivered, []);
  });
});
