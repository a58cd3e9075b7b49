import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const DOCS = readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`);
const PAGES = ['README.md', 'README.es.md', 'CONTRIBUTING.md', 'SECURITY.md', ...DOCS];
/** A path with a folder in it, to a file or a folder of ours. */
const PATH = /`((?:[\w.-]+\/)+[\w.-]+)`/gu;
const OF_OURS =
  /^(?:src|test|webview|scripts|docs|base|xmpp|stanza|stream|im|model|storage|host|windows|api|ui)\//u;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');

function read(file: string): string {
  return readFileSync(new URL(file, root), 'utf8');
}

/** Whether a file, or a folder, is there by this path, or by one that ends with it. */
function isThere(path: string): boolean {
  return files.some(
    (file) =>
      `/${file}/`.includes(`/${path}/`) ||
      file.includes(`/${path}.`) ||
      file.startsWith(`${path}.`),
  );
}

describe('the docs', () => {
  for (const page of PAGES) {
    it(`name files that are there: ${page}`, () => {
      const named = [...read(page).matchAll(PATH)].map(([, path = '']) => path);
      const gone = named.filter(
        (path) => OF_OURS.test(path) && !path.includes('NNNN') && !isThere(path),
      );
      assert.deepEqual(gone, []);
    });
  }

  for (const [page, catalogue] of [
    ['README.md', 'package.nls.json'],
    ['README.es.md', 'package.nls.es.json'],
  ] as const) {
    it(`name commands that are there: ${page}`, () => {
      const titles = Object.values(JSON.parse(read(catalogue)) as Record<string, string>);
      const named = Array.from(read(page).matchAll(/`XMPP: ([^`]+)`/gu), ([, name = '']) => name);
      assert.ok(named.length > 100);
      assert.deepEqual(
        named.filter((name) => !titles.includes(name.replace(/\s+/gu, ' '))),
        [],
      );
    });
  }
});
