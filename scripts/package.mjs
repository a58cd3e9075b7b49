// npm run package: builds for production and packs parley-xmpp-<version>.vsix.
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './processes.mjs';

const root = path.resolve(import.meta.dirname, '..');
const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');

/** @returns {Promise<string>} where the package is put: at the top of the repository */
export async function packageFile() {
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

/**
 * Builds and packs the extension.
 * @returns {Promise<string>} the package
 * @throws {Error} with the words of the builder or packer
 */
export async function packageExtension() {
  const file = await packageFile();
  await rm(file, { force: true });
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  await pack(root, file);
  return file;
}

/**
 * Packs the extension in `folder`, which needs no dependencies, as `file`.
 * @throws {Error} with the words of the packer
 */
export async function pack(folder, file) {
  const quiet = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  // The README's pictures stay in the repository, which has no address yet to put before their links.
  const links = ['--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', ...quiet, ...links, '--out', file], {
    cwd: folder,
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = await packageExtension();
  const { size } = await stat(file);
  console.log(`${path.basename(file)}: ${Math.round(size / 1024)} kB`);
}
