import assert from 'node:assert/strict';
import { setLanguage } from '../../../src/base/l10n.ts';
import { formatBytes } from '../../../src/base/formatBytes.ts';

describe('formatBytes', () => {
  it('counts in decimal units, to three digits', () => {
    const sizes = [0, 1, 999, 1000, 1240, 9949, 12_300, 999_400, 999_600, 5e9, 67_108_864, 2e15];
    assert.deepEqual(sizes.map(formatBytes), [
      ...['0 bytes', '1 byte', '999 bytes', '1 kB', '1.24 kB', '9.95 kB', '12.3 kB', '999 kB'],
      ...['1 MB', '5 GB', '67.1 MB', '2000 TB'],
    ]);
  });

  it('writes them as the language does', () => {
    setLanguage({ language: 'de' });
    assert.equal(formatBytes(1240), '1,24 kB');
    setLanguage({ language: 'en' });
  });
});
