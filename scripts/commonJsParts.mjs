// An esbuild plugin: a bundle in parts, as CommonJS.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

/** How esbuild writes an import of all that a module of the editor or of Node exports. */
const WHOLE_MODULE =
  /(?<=^|[;}\n])import\s*(?:\*\s*as\s+)?([\w$]+)\s*from\s*"(vscode|node:[\w/]+)";/gu;

/**
 * esbuild splits ES modules only, while VS Code loads an extension by `require`, which takes the
 * first part from beside itself and gives it `vscode`. So each part becomes CommonJS afterwards, and
 * an import of another one a `require` of the file beside it.
 *
 * Each file of ours that imports a module would get a copy of it, property by property, also where they share a
 * part: with the hundreds that `vscode` has, that was a third of what loading the extension took. So a part requires
 * each module once, and takes it as it is: neither `vscode` nor a module of Node has a default of its own.
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
        const { code } = await transform(withSharedModules(text), {
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

/** Has a part require each module once. @param {string} text */
function withSharedModules(text) {
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {string[]} */
  const declared = [];
  const rest = text.replace(WHOLE_MODULE, (_import, name, module) => {
    declared.push(`${name}=${names.get(module) ?? `require("${module}")`}`);
    if (!names.has(module)) names.set(module, name);
    return '';
  });
  return declared.length === 0 ? text : `var ${declared.join(',')};${rest}`;
}
