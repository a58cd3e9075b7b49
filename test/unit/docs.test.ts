import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const DOCS = readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`);
const PAGES = ['README.md', 'README.es.md', 'CONTRIBUTING.md', 'SECURITY.md', ...DOCS];
/** A path with a folder in it, to a file or a folder, or the name of a source file. */
const PATH = /`((?:[\w.-]+\/)+[\w.-]+|[\w-]+\.ts)`/gu;
const OF_OURS =
  /^(?:(?:src|test|webview|scripts|docs|base|xmpp|stanza|stream|im|model|storage|host|windows|api|ui)\/|[^/]+$)/u;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');

function read(file: string): string {
  return readFileSync(new URL(file, root), 'utf8');
}

/** Whether a file, or a folder, is there by this path, or by one that ends with it. */
function isThere(path: string): boolean {
  return files.some((file) => isAt(file, path));
}

function isAt(file: string, path: string): boolean {
  return `/${file}/`.includes(`/${path}/`) || `/${file}`.includes(`/${path}.`);
}

/** What a cell names in backticks: of `a/{b,c}` both. */
function namedIn(cell: string): readonly string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/gu), ([, name = '']) =>
    name.replace(/\/$/u, ''),
  ).flatMap((name) => {
    const [, before = '', middle, after = ''] = /^(.*)\{(.*)\}(.*)$/u.exec(name) ?? [];
    return middle === undefined
      ? [name]
      : middle.split(',').map((one) => `${before}${one}${after}`);
  });
}

/** The ids of attacks and faults in a cell: of `A9–A11` all three. */
function idsIn(cell: string): readonly string[] {
  return [...cell.matchAll(/\b([ACF])(\d+)(?:–\1(\d+))?\b/gu)].flatMap(([, kind, from, to]) =>
    Array.from(
      { length: Number(to ?? from) - Number(from) + 1 },
      (_, index) => `${kind ?? ''}${String(Number(from) + index)}`,
    ),
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

  describe('on security', () => {
    const rows = read('docs/security.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.includes(' --- '))
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      )
      .filter((cells) => cells.at(-1) !== 'test');

    it('name tests that are there, whose titles have the ids', () => {
      assert.ok(rows.length > 100);
      const gone: string[] = [];
      for (const [attack = '', ...cells] of rows) {
        const cell = cells.at(-1) ?? '';
        const named = namedIn(cell).filter((name) => !name.startsWith('npm '));
        gone.push(...named.filter((path) => !isThere(path)).map((path) => `${attack}: ${path}`));
        const suites = [...cell.replace(/`[^`]*`/gu, '').matchAll(/\b[a-z]+\b/gu)];
        const places = [...named, ...suites.map(([suite]) => `test/${suite}`)];
        const texts = files
          .filter((file) => file.startsWith('test/') && places.some((path) => isAt(file, path)))
          .map(read);
        for (const id of idsIn(cell)) {
          const titled = new RegExp(`['"\`(](?:[ACF]\\d+, )*${id}\\b`, 'u');
          if (!texts.some((text) => titled.test(text))) gone.push(`${attack}: ${id}`);
        }
      }
      assert.deepEqual(gone, []);
    });
  });
});
