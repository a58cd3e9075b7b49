// npm run package: builds for production and packs parley-xmpp-<version>.vsix.
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { run } from './processes.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** @returns {Promise<string>} where the package is put: at the top of the repository */
export async function packageFile() {
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

/**
 * Builds and packs the extension.
 * @returns {Promise<{ file: string, bytes: number }>}
 * @throws {Error} with the builder's words when it does not build
 */
export async function packageExtension() {
  const file = await packageFile();
  await rm(file, { force: true });
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  await createVSIX({
    cwd: root,
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
  });
  return { file, bytes: (await stat(file)).size };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { file, bytes } = await packageExtension();
  console.log(`${path.basename(file)}: ${Math.round(bytes / 1024)} kB`);
}
