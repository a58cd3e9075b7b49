import assert from 'node:assert/strict';
import { formatDay, formatSize } from '../../../../webview/view/format.ts';

describe('formatSize', () => {
  it('counts in decimal units', () => {
    const sizes = [0, 999, 1000, 1240, 9949, 12_300, 999_400, 999_600, 5e9, 2e15];
    assert.deepEqual(sizes.map(formatSize), [
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 kB',
      '9.9 kB',
      '12 kB',
      '999 kB',
      '1.0 MB',
      '5.0 GB',
      '2000 TB',
    ]);
  });
});

describe('formatDay', () => {
  it('names the year only where it is another', () => {
    const day = new Date(2025, 10, 20).getTime();
    assert.ok(formatDay(day, new Date(2026, 0, 1).getTime()).includes('2025'));
    assert.ok(!formatDay(day, new Date(2025, 11, 1).getTime()).includes('2025'));
  });
});
