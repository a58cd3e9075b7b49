import assert from 'node:assert/strict';
import { formatProgress } from '../../../src/base/formatProgress.ts';

describe('formatProgress', () => {
  const cases: readonly (readonly [number, number | undefined, number | undefined, string])[] = [
    [0, 0, undefined, '100 % of 0 bytes'],
    [1, 3, undefined, '33 % of 3 bytes'],
    [500_000, 1_000_000, 100_000, '50 % of 1 MB · 100 kB/s · 5 s left'],
    [9_999_999, 10_000_000, 50_000, '99 % of 10 MB · 50 kB/s · 1 s left'],
    [0, 1_000_000_000, 2_000_000, '0 % of 1 GB · 2 MB/s · 8 min left'],
    [0, 3_599_000_000, 1_000_000, '0 % of 3.6 GB · 1 MB/s · 1 h 0 min left'],
    [0, 1_000_000_000, 100_000, '0 % of 1 GB · 100 kB/s · 2 h 47 min left'],
    [0, 1_000_000_000, 1, '0 % of 1 GB · 1 byte/s · days left'],
    [10_000_000, 10_000_000, 1_500_000, '100 % of 10 MB · 1.5 MB/s'],
    [2_000_000, undefined, undefined, '2 MB'],
    [2_000_000, undefined, 50_000, '2 MB · 50 kB/s'],
    [1, 2, 0, '50 % of 2 bytes · 0 bytes/s'],
  ];
  for (const [done, size, speed, text] of cases) {
    it(text, () => {
      assert.equal(formatProgress(done, size, speed), text);
    });
  }
});
