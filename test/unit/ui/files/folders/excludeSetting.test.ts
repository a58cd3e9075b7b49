import assert from 'node:assert/strict';
import { ExcludeSetting } from '../../../../../src/ui/files/folders/excludeSetting.ts';

const NONE: ReadonlySet<string> = new Set();

describe('files.exclude', () => {
  it('excludes by pattern, in any folder or at the top', () => {
    const setting = new ExcludeSetting({
      '**/.git': true,
      '**/*.{map,tmp}': true,
      top: true,
      'out/**': true,
      '**/shown': false,
    });
    for (const path of ['.git', 'a/.git', 'a/b.map', 'x.tmp', 'top', 'out/a/b']) {
      assert.ok(setting.excludes(path, NONE), path);
    }
    for (const path of ['git', 'a/top', 'shown', 'a/out/b', 'b.{map']) {
      assert.ok(!setting.excludes(path, NONE), path);
    }
  });

  it('excludes what has another file beside it', () => {
    const setting = new ExcludeSetting({ '**/*.js': { when: '$(basename).ts' } });
    assert.ok(setting.excludes('src/a.js', new Set(['a.js', 'a.ts'])));
    assert.ok(!setting.excludes('src/a.js', new Set(['a.js', 'b.ts'])));
  });

  it('of any other form excludes nothing', () => {
    for (const value of [undefined, null, 'x', ['**'], { '**': 'yes' }]) {
      assert.ok(!new ExcludeSetting(value).excludes('a', NONE));
    }
    const braces = '{a,b}'.repeat(30);
    assert.ok(!new ExcludeSetting({ [braces]: true }).excludes('a', NONE));
  });
});
