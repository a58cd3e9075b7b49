// An esbuild plugin: a bundle in parts, as CommonJS.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

/**
 * esbuild splits ES modules only, while VS Code loads an extension by `require`, which takes the
 * first part from beside itself and gives it `vscode`. So each part becomes CommonJS afterwards, and
 * an import of another one a `require` of the file beside it.
 * @type {import('esbuild').Plugin}
 */
export const commonJsParts = {
  name: 'commonjs-parts',
  setup({ initialOptions: options, onEnd }) {
    Object.assign(options, { write: false, outExtension: { '.js': '.cjs' } });
    const { minify, target, sourcemap } = options;
    // Put into the file, it is found by the second step.
    if (sourcemap === true) options.sourcemap = 'inline';
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles) {
        const { code } = await transform(text, {
          ...{ format: 'cjs', platform: 'node', minify, target },
          supported: { 'dynamic-import': false },
          sourcemap: sourcemap === true && 'inline',
          sourcefile: path.basename(file),
        });
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, code);
      }
    });
  },
};
