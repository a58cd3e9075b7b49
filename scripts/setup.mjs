// @ts-check
// Brings what `npm start` and the tests need onto this machine, as far as it is allowed to.
// It runs before anything is installed, so it knows nothing but Node itself.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const PROGRESS_MS = 10_000;

/** Debian packages (Debian 12), by what they are for. */
const PACKAGES = {
  server: [
    ...['prosody', 'prosody-modules', 'lua-sec', 'lua-dbi-sqlite3', 'lua-event'],
    ...['lua-unbound', 'lua-readline', 'lua-zlib', 'openssl', 'util-linux'],
  ],
  // slixmpp's HTTP upload needs aiohttp, which its package only suggests.
  interop: ['ejabberd', 'erlang-p1-sqlite3', 'python3', 'python3-aiohttp', 'python3-slixmpp'],
  // A bus with a notification daemon of others, on a screen of its own, and what ours is made of.
  desktop: ['dbus-daemon', 'dunst', 'python3', 'python3-dbus', 'python3-gi', 'xvfb'],
  // What other people's clients need to run without a screen, and the clients.
  clients: [
    ...['tmux', 'xvfb', 'xdotool', 'dbus-daemon', 'at-spi2-core', 'gir1.2-atspi-2.0', 'python3-gi'],
    ...['ca-certificates', 'iproute2', 'socat', 'dino-im', 'finch', 'gajim', 'profanity', 'psi'],
  ],
  // Without the font, emoji are boxes in it.
  workbench: ['chromium', 'fonts-noto-color-emoji'],
};
/** They start by themselves where systemd runs; we start our own on loopback ports instead. */
const SERVICES = ['prosody', 'ejabberd'];

/**
 * What can be asked for: `npm`, the modules of the lockfile; `server`, Prosody for `npm start`;
 * `interop`, the servers and clients of others for the tests; `desktop`, what shows notifications;
 * `clients`, those of `npm run interop`; `workbench`, VS Code for a browser.
 *
 * @typedef {'npm' | 'server' | 'interop' | 'desktop' | 'clients' | 'workbench'} Need
 */

/**
 * Installs what is missing. Where that is not allowed, it says what is missing and which command
 * installs it, and ends this process with code 1.
 * @param {{ need: readonly Need[] }} options
 */
export async function setup({ need }) {
  try {
    if (need.includes('npm')) await setupNpm();
    const kinds = /** @type {const} */ (['server', 'interop', 'desktop', 'clients', 'workbench']);
    const packages = kinds.filter((kind) => need.includes(kind)).flatMap((kind) => PACKAGES[kind]);
    await setupDebian([...new Set(packages)]);
    if (need.includes('workbench')) {
      const { setupWorkbenchHost } = await import('./workbenchHost.mjs');
      await setupWorkbenchHost(report);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** Runs `npm ci` where the modules are older than the lockfile; npm writes its own copy last. */
async function setupNpm() {
  const [wanted, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
      stat(path.join(root, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  if (installed >= wanted) return;
  await runWithProgress('installing npm packages', 'npm', ['ci', '--prefer-offline']);
}

/** @param {readonly string[]} packages */
async function setupDebian(packages) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  const prefix = await becomeRoot();
  if (!prefix) {
    throw new Error(
      `Missing on this machine: ${missing.join(', ')}. Install them, then try again:\n` +
        `  sudo apt-get update && sudo apt-get ${install.join(' ')}`,
    );
  }
  const apt = (/** @type {string[]} */ ...args) => [
    ...prefix,
    ...['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args],
  ];
  await runWithProgress('refreshing the list of Debian packages', ...command(apt('update')));
  await runWithProgress(`installing ${missing.join(', ')}`, ...command(apt(...install)));
  const services = SERVICES.filter((name) => missing.includes(name));
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    const disable = [...prefix, 'systemctl', 'disable', '--now', ...services];
    await runWithProgress(`keeping ${services.join(', ')} from starting`, ...command(disable));
  }
}

/**
 * @param {readonly string[]} packages
 * @returns {Promise<string[]>} those that are not installed
 * @throws {Error} on a system without Debian's packages
 */
async function missingPackages(packages) {
  if (packages.length === 0) return [];
  const format = '${Package} ${db:Status-Status}\n';
  const query = ['--show', `--showformat=${format}`, ...packages];
  // It fails when it does not know a package, but lists the others all the same.
  const output = await promisify(execFile)('dpkg-query', query).then(
    ({ stdout }) => stdout,
    (error) => {
      if (error.code !== 'ENOENT') return error.stdout;
      throw new Error(`This needs Debian 12 or a relative of it, with: ${packages.join(', ')}.`);
    },
  );
  const installed = new Set(
    output.split('\n').flatMap((/** @type {string} */ line) => {
      const [name, status] = line.split(' ');
      return status === 'installed' ? [name] : [];
    }),
  );
  return packages.filter((name) => !installed.has(name));
}

/** @returns {Promise<string[] | undefined>} what to put before a command to run it as root, if we may */
async function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  return promisify(execFile)('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}

/** @param {string[]} line @returns {[string, string[]]} */
function command([name = '', ...args]) {
  return [name, args];
}

/** @param {string} line */
function report(line) {
  console.log(`• ${line}`);
}

/**
 * Runs a program, saying what is being done and for how long.
 * @param {string} what
 * @param {string} name
 * @param {string[]} args
 * @throws {Error} with the end of its output
 */
async function runWithProgress(what, name, args) {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  report(`${what} …`);
  const timer = setInterval(() => {
    report(`${what}: ${elapsed()} so far`);
  }, PROGRESS_MS);
  const child = spawn(name, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const code = await new Promise((resolve) => {
    child.once('close', resolve).once('error', (error) => {
      output += error.message;
      resolve(null);
    });
  });
  clearInterval(timer);
  if (code === 0) {
    report(`${what}: done in ${elapsed()}`);
    return;
  }
  const tail = output.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${what} failed. "${[name, ...args].join(' ')}" said:\n${tail}`);
}
