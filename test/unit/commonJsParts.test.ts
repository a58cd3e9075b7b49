import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { commonJsParts } from '../../scripts/commonJsParts.mjs';

const SHARED = 'export class Shared {}';
const LATER = "import { Shared } from './shared.js'; export const made = new Shared();";
const MAIN = `import { basename } from 'node:path'; import { Shared } from './shared.js';
export const name = basename('/a/b');
export const later = () => import('./later.js').then(({ made }) => made instanceof Shared);`;

describe('a bundle in parts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-parts-'));
    for (const [name, text] of Object.entries({ shared: SHARED, later: LATER, main: MAIN })) {
      await writeFile(path.join(folder, `${name}.js`), text);
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is CommonJS, and each part takes the others from beside itself, when it wants them', async () => {
    const outdir = path.join(folder, 'dist');
    await build({
      entryPoints: [path.join(folder, 'main.js')],
      ...{ outdir, bundle: true, format: 'esm', splitting: true, platform: 'node' },
      chunkNames: '[name]-[hash]',
      plugins: [commonJsParts],
    });
    const parts = await readdir(outdir);
    assert.equal(parts.length, 3);
    for (const part of parts) {
      assert.equal(path.extname(part), '.cjs');
      const text = await readFile(path.join(outdir, part), 'utf8');
      for (const [, asked = ''] of text.matchAll(/require\("([^"]+)"\)/gu)) {
        assert.ok(asked === 'node:path' || parts.includes(asked.replace('./', '')), asked);
      }
      assert.doesNotMatch(text, /\bimport\(/u);
    }
    const require = createRequire(import.meta.url);
    const main = require(path.join(outdir, 'main.cjs')) as {
      name: string;
      later: () => Promise<boolean>;
    };
    assert.equal(main.name, 'b');
    const loaded = () => Object.keys(require.cache).filter((file) => file.startsWith(outdir));
    assert.equal(loaded().length, 2, 'what is imported later is not there yet');
    assert.equal(await main.later(), true, 'what parts share is the same');
    assert.equal(loaded().length, 3);
  });

  it('requires each module once, as it is, whichever files of a part import it, and how', async () => {
    const files = {
      'one.js': "import * as vscode from 'vscode'; export const one = () => vscode;",
      'two.js': `import * as vscode from 'vscode'; import path from 'node:path';
export const two = () => [vscode, path];`,
      'main.js': `import path, { basename } from 'node:path'; import { one } from './one.js';
import { two } from './two.js'; export const base = basename; export const main = () => [path, one(), ...two()];`,
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text);
    const vscode = path.join(folder, 'node_modules/vscode/index.js');
    await mkdir(path.dirname(vscode), { recursive: true });
    await writeFile(vscode, 'exports.window = {}');
    for (const minify of [false, true]) {
      const outdir = path.join(folder, minify ? 'small' : 'large');
      await build({
        entryPoints: [path.join(folder, 'main.js')],
        ...{ outdir, minify, bundle: true, format: 'esm', splitting: true, platform: 'node' },
        external: ['vscode'],
        plugins: [commonJsParts],
      });
      const made = path.join(outdir, 'main.cjs');
      assert.equal((await readFile(made, 'utf8')).split('require("vscode")').length, 2);
      const require = createRequire(made);
      const { main, base } = require(made) as {
        main: () => unknown[];
        base: (file: string) => string;
      };
      assert.equal(base('/a/b'), 'b');
      const [, one, two, ofNode] = main();
      assert.equal(one, require('vscode'), 'not a copy');
      assert.equal(two, one);
      assert.equal(ofNode, path);
    }
  });
});
