// A VS Code workbench for a browser, served on loopback by a process group of its own.
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atEnd, run, spawnGroup } from './processes.mjs';
import { setupWorkbenchHost } from './workbenchHost.mjs';

const runs = path.resolve(import.meta.dirname, '../.cache/workbench');
const START_TIMEOUT_MS = 120_000;
/** A socket's path may have 107 bytes (unix(7)); the server adds names of up to 53. */
const LONGEST_SOCKET_FOLDER = 54;

/** No gallery, no news, no first-start pages: nothing that asks the network or the user. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.dialogStyle': 'custom',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};
const NO_GALLERY = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });

/**
 * @typedef {object} WorkbenchServer
 * @property {string} origin such as `http://127.0.0.1:40123`
 * @property {string} folder the workspace folder that {@link WorkbenchServer.url} opens
 * @property {string} settingsFile the user settings; a window reads them when it opens
 * @property {(entries?: readonly (readonly [string, string])[]) => string} url the page to open;
 *   the entries are those of the workbench's `payload` parameter
 * @property {(file: string) => string} remote a path of this machine as the workbench names it
 * @property {() => Promise<string>} log what the server has printed so far
 * @property {() => Promise<void>} stop ends the process group; removes its folder unless it was given
 */

/**
 * Starts the workbench.
 *
 * `wrapper` is code-server as people run it: secrets outlive a reload of the page. `raw` is VS Code's
 * server alone, and with `testDriver` it lets the page's address name an extension under development
 * and its tests; that flag also keeps notifications from showing.
 * @param {object} [options]
 * @param {'wrapper' | 'raw'} [options.mode]
 * @param {boolean} [options.testDriver]
 * @param {boolean} [options.workspaceTrust] whether folders start untrusted
 * @param {readonly string[]} [options.vsix] extensions to install
 * @param {Readonly<Record<string, unknown>>} [options.settings] user settings
 * @param {Readonly<Record<string, string | undefined>>} [options.env] for the extension host
 * @param {string} [options.locale] the display language of extensions; the editor itself stays English
 * @param {string} [options.folder] the workspace folder; by default an empty one of its own
 * @param {string} [options.home] keeps its data there; by default a new folder, removed at the end
 * @param {number} [options.port] preferred; any free one when it is taken
 * @param {(line: string) => void} [options.progress]
 * @returns {Promise<WorkbenchServer>}
 * @throws {Error} when it does not start within a minute; the message holds the end of its log
 */
export async function startWorkbenchServer(options = {}) {
  const { mode = 'wrapper', progress = () => undefined } = options;
  const host = await setupWorkbenchHost(progress);
  const home = options.home ?? (await makeRunFolder());
  const sockets = await socketFolder(home);
  const data = path.join(home, 'data');
  const extensions = path.join(home, 'extensions');
  const folder = options.folder ?? path.join(home, 'workspace');
  const settingsFile = path.join(data, mode === 'raw' ? 'data/Machine' : 'User', 'settings.json');
  for (const name of [sockets, extensions, folder]) await mkdir(name, { recursive: true });
  await writeSettings(settingsFile, options.settings);
  if (options.locale) await writeLanguagePack(data, options.locale);

  const env = {
    ...process.env,
    HOME: home,
    TMPDIR: sockets,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_RUNTIME_DIR: sockets,
    EXTENSIONS_GALLERY: NO_GALLERY,
    ...options.env,
  };
  // Those of a VS Code terminal or of a debugger would reach into the workbench.
  for (const name of ['NODE_OPTIONS', 'VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD']) delete env[name];

  const main = path.join(host.server, 'lib/vscode/out/server-main.js');
  const dirs = ['--server-data-dir', data, '--extensions-dir', extensions];
  for (const file of options.vsix ?? []) {
    await run(host.node, [main, ...dirs, '--force', '--install-extension', file], { env });
  }

  const port = await freePort(options.port);
  const logFile = path.join(home, 'server.log');
  const output = openSync(logFile, 'w');
  const server = spawnGroup(
    host.node,
    mode === 'raw'
      ? [main, ...rawArguments(port, options), ...dirs]
      : [
          path.join(host.server, 'out/node/entry.js'),
          ...(await wrapperArguments(home, sockets, port, options)),
          ...['--user-data-dir', data, '--extensions-dir', extensions],
        ],
    { env, stdio: ['ignore', output, output] },
  );
  closeSync(output);

  const origin = `http://127.0.0.1:${port}`;
  const log = () => readFile(logFile, 'utf8');
  const stop = async () => {
    forget();
    await server.end();
    if (!sockets.startsWith(home)) await rm(sockets, { recursive: true, force: true });
    if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = atEnd(stop);
  if (!(await answers(`${origin}${mode === 'raw' ? '/version' : '/healthz'}`, server.child))) {
    const tail = (await log()).trim().split('\n').slice(-15).join('\n');
    await stop();
    throw new Error(`The workbench did not start; the end of its log:\n${tail}`);
  }

  const remote = (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  const url = (entries = []) => {
    const page = new URL(origin);
    page.searchParams.set('folder', folder);
    if (entries.length > 0) page.searchParams.set('payload', JSON.stringify(entries));
    return page.href;
  };
  return { origin, folder, settingsFile, url, remote, log, stop };
}

/**
 * Writes user settings over those that are there; what nobody has chosen is quiet.
 * @param {string} file
 * @param {Readonly<Record<string, unknown>>} [settings]
 */
export async function writeSettings(file, settings = {}) {
  const current = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...QUIET, ...current, ...settings }, undefined, 2));
}

function rawArguments(port, { testDriver, workspaceTrust }) {
  return [
    ...['--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
  ];
}

async function wrapperArguments(home, sockets, port, { workspaceTrust, locale }) {
  const config = path.join(home, 'config.yaml');
  await writeFile(config, 'auth: none\n');
  return [
    ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--config', config],
    ...['--session-socket', path.join(sockets, 'session.sock')],
    ...['--disable-telemetry', '--disable-update-check', '--ignore-last-opened'],
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(locale === undefined ? [] : ['--locale', locale]),
  ];
}

/** Makes a display language known, as an installed language pack does; it translates nothing itself. */
async function writeLanguagePack(data, locale) {
  const translation = path.join(data, 'language.i18n.json');
  const pack = {
    ...{ hash: locale, label: locale, translations: { vscode: translation } },
    // Without one, no extension at all is found.
    extensions: [{ extensionIdentifier: { id: 'tests.language' }, version: '1.0.0' }],
  };
  await writeFile(translation, JSON.stringify({ version: '1.0.0', contents: {} }));
  await writeFile(path.join(data, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/**
 * Makes a folder for one run, and removes those whose process ended without removing them.
 * @returns {Promise<string>}
 */
export async function makeRunFolder() {
  await mkdir(runs, { recursive: true });
  for (const name of await readdir(runs)) {
    if (!isAlive(Number.parseInt(name, 10))) {
      await rm(path.join(runs, name), { recursive: true, force: true });
    }
  }
  return mkdtemp(path.join(runs, `${process.pid}-`));
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Where the server may put its sockets: below `home`, unless that is too deep for a socket. */
async function socketFolder(home) {
  const near = path.join(home, 'tmp');
  if (Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER) return near;
  return mkdtemp(path.join(tmpdir(), 'parley-'));
}

async function answers(url, child) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return true;
    await delay(50);
  }
  return false;
}

/**
 * @param {number} [preferred]
 * @returns {Promise<number>} a TCP port that is free on loopback now: the preferred one if it is
 */
async function freePort(preferred = 0) {
  const probe = createServer().listen(preferred, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    if (preferred === 0 || error.code !== 'EADDRINUSE') throw error;
    return freePort();
  }
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
