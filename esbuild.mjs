// Builds dist/: the extension host's bundle, in parts, that of its storage thread (CommonJS), and the webview bundle
// (browser); and, not shipped, dist/bench/: the benchmarked client, for a Node that cannot run TypeScript.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { commonJsParts } from './scripts/commonJsParts.mjs';
import { confusables } from './scripts/confusables.mjs';
import { emojiData } from './scripts/emojiData.mjs';
import { iconFont } from './scripts/iconFont.mjs';
import { pageTexts } from './scripts/pageTexts.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'info',
  legalComments: 'none',
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', 'bufferutil', 'utf-8-validate'],
};

const host = {
  ...node,
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  // What is imported later is a file of its own; activation waits for the first one alone.
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  plugins: [confusables, commonJsParts],
};

const storage = {
  ...node,
  entryPoints: ['src/storage/sqlite/worker.ts'],
  outfile: 'dist/storage.cjs',
};

const webview = {
  ...common,
  entryPoints: [
    { in: 'webview/main.ts', out: 'chat' },
    { in: 'webview/chat.css', out: 'chat' },
  ],
  outdir: 'dist/webview',
  platform: 'browser',
  // What is wanted later, such as the emoji, is a file of its own.
  format: 'esm',
  splitting: true,
  chunkNames: '[name]',
  plugins: [emojiData, pageTexts('chat')],
  target: 'es2022',
};

/** Each by itself, so that a page consists of one script. @param {string} name */
const page = (name) => ({
  ...common,
  entryPoints: [
    { in: `webview/${name}Main.ts`, out: name },
    { in: `webview/${name}.css`, out: name },
  ],
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  plugins: [pageTexts(name)],
  target: 'es2022',
});
const pages = [webview, page('directory'), page('profile'), page('details')];

const bench = {
  ...node,
  entryPoints: ['test/bench/parley.ts'],
  outfile: 'dist/bench/parley.cjs',
  target: 'node20',
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
const { css } = await iconFont();
await writeFile('dist/webview/codicon.css', css);

if (watch) {
  for (const options of [host, storage, ...pages]) await (await context(options)).watch();
} else {
  await Promise.all([host, storage, ...pages, bench].map(build));
}
