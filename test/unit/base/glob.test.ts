import assert from 'node:assert/strict';
import { Glob } from '../../../src/base/glob.ts';

describe('a glob pattern', () => {
  for (const [pattern, fits, others] of [
    ['*.ts', ['a.ts', '.ts'], ['a.tsx', 'src/a.ts']],
    ['a?c', ['abc'], ['ac', 'a/c']],
    ['[a-c]x', ['ax', 'cx'], ['dx', '/x']],
    ['[!a-c]x', ['dx'], ['ax', '/x']],
    ['[]a]', [']', 'a'], ['b']],
    ['[abc', [], ['[abc', 'a']],
    ['\\*', ['*'], ['a']],
    ['**/b', ['b', 'a/b', 'a/a/b'], ['ab', 'a/bb']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'a/']],
    ['a**b', ['ab', 'axb'], ['a/b']],
    ['**', ['a', 'a/b'], []],
    ['', [''], ['a']],
  ] as const) {
    it(`“${pattern}” is compared with whole paths`, () => {
      const glob = new Glob(pattern);
      for (const path of fits) assert.ok(glob.matches(path), path);
      for (const path of others) assert.ok(!glob.matches(path), path);
    });
  }

  it('takes no longer for being made to take long', () => {
    const began = performance.now();
    assert.ok(!new Glob(`${'*a'.repeat(100)}b`).matches('a'.repeat(255)));
    assert.ok(!new Glob(`${'**/'.repeat(100)}b`).matches('a/'.repeat(100)));
    assert.ok(performance.now() - began < 1000);
  });
});
