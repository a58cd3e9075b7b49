import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { IgnoreRules } from '../../../../../src/ui/files/folders/ignoreRules.ts';

/** Rules that say of a file what git says of it, in a folder of its own. */
const LISTS: readonly string[] = [
  'node_modules/\n*.log\n!keep.log\n',
  '\uFEFFout\r\n# out2\r\n\\#literal\r\n',
  'trailing   \nescaped\\ \n',
  '/root\nsrc/deep\n**/any\nall/**\na/**/z\n',
  '!\n/\n\n  \n[ab].ts\n[!c].js\nx?\n\\!important\n',
];
const PATHS = [
  ...['node_modules/x.js', 'a.log', 'keep.log', 'out', 'out2', 'out\r', '#literal', '!important'],
  ...[
    'trailing',
    'trailing   ',
    'escaped',
    'escaped ',
    'root',
    'src/root',
    'src/deep',
    'x/src/deep',
  ],
  ...['any', 'x/any', 'x/y/any', 'all/x', 'all', 'a/z', 'a/b/z', 'a/b/c/z', 'az', 'a.ts', 'c.ts'],
  ...['a.js', 'c.js', 'xy', 'x', '  ', 'src/out/x', 'src/xy'],
];

describe('the rules of a .gitignore', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ignore-'));
    execFileSync('git', ['init', '-q', folder]);
    mkdirSync(path.join(folder, '.git/info'), { recursive: true });
    writeFileSync(path.join(folder, '.git/info/exclude'), '');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Which of the paths git ignores. */
  const ignoredByGit = (rules: string, paths: readonly string[]) => {
    writeFileSync(path.join(folder, '.gitignore'), rules);
    const args = ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '-z', '--stdin'];
    const { stdout, status } = spawnSync('git', args, { cwd: folder, input: paths.join('\0') });
    assert.ok(status === 0 || status === 1);
    return stdout.toString().split('\0').filter(Boolean).sort();
  };

  /** The same by our rules, from folder to folder, as they are listed. */
  const ignoredByUs = (text: string, paths: readonly string[]) => {
    const rules = new IgnoreRules(text);
    const isIgnored = (at: string) =>
      foldersOf(at).some((folder) => rules.ignores(folder, true) === true) ||
      rules.ignores(at, false) === true;
    return paths.filter(isIgnored).sort();
  };

  const foldersOf = (at: string) => {
    const names = at.split('/');
    return names.slice(1).map((_, end) => names.slice(0, end + 1).join('/'));
  };

  for (const list of LISTS) {
    it(`are git's: ${JSON.stringify(list)}`, () => {
      const expected = ignoredByGit(list, PATHS);
      assert.notEqual(expected.length, 0);
      assert.deepEqual(ignoredByUs(list, PATHS), expected);
    });
  }

  it("are git's, whatever they are", () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '?', '[ab]', '[!a]?', '**');
    const segments = fc.array(part, { minLength: 1, maxLength: 4 });
    const line = fc
      .tuple(fc.constantFrom('', '/', '!'), segments, fc.constantFrom('', '/'))
      .map(([before, between, after]) => before + between.join('/') + after);
    const lists = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
    const name = fc.constantFrom('a', 'b', 'ab', 'ba', 'c');
    const paths = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
      {
        minLength: 20,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(lists, paths, (list, given) => {
        assert.deepEqual(ignoredByUs(list, given), ignoredByGit(list, given));
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
