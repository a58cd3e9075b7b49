// @ts-check
// An XMPP server on loopback that lives no longer than the process that started it.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { certificates } from './certificates.mjs';
import { freePorts } from './ports.mjs';

const cache = path.resolve(import.meta.dirname, '../../.cache/servers');
/** What a server listens on. */
export const PORTS = /** @type {const} */ (['starttls', 'tls', 'http', 'https', 'proxy65']);
const READY_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 1500;

/** @typedef {Record<(typeof PORTS)[number], number>} Ports */

/**
 * @typedef {object} ServerOptions
 * @property {string} [folder] where data is kept, also after `stop()`; a temporary folder when absent
 * @property {Ports} [ports] free ones when absent
 * @property {import('./certificates.mjs').CertificateName} [certificate] `good` when absent
 * @property {boolean} [upload] whether there is HTTP upload (XEP-0363); yes when absent
 * @property {number} [uploadLimit] bytes of the largest file; 64 MiB when absent
 * @property {number} [uploadQuota] MiB that one user may upload: Prosody refuses what goes beyond it for a
 *   day, ejabberd removes the user's oldest files; many when absent
 * @property {string} [urlHost] the host in the URLs of files (Prosody); 127.0.0.1 when absent
 * @property {number} [urlPort] the port in the URLs of files, as of a proxy; the server's own when absent
 * @property {boolean} [registration] whether anybody may register (XEP-0077); yes when absent
 * @property {boolean} [captcha] whether registering takes a CAPTCHA (ejabberd); no when absent
 * @property {number} [directoryLimit] most users that a search finds (ejabberd); any number when absent
 * @property {number} [resumeSeconds] how long a lost stream may be resumed (XEP-0198); 300 when absent
 * @property {boolean} [sqlArchive] whether Prosody keeps archives in SQLite, which is quicker than files
 *   where they are large; no when absent
 * @property {readonly string[]} [without] modules to leave out, by the server's own names
 * @property {'SHA-1' | 'SHA-256' | 'SHA-512'} [passwordHash] of SCRAM; SHA-1 when absent
 * @property {readonly string[]} [withoutMechanisms] besides DIGEST-MD5 and X-OAUTH2 (ejabberd)
 * @property {number} [crowd] how many occupants the room crowd@conference.localhost has (Prosody); no
 *   such room when absent
 * @property {number} [stanzaLimit] the most bytes of a client's stanza; 262,144 when absent
 */

/**
 * @typedef {object} RosterItem
 * @property {string} jid
 * @property {string} name
 * @property {readonly string[]} [groups]
 * @property {'none' | 'to' | 'from' | 'both'} [subscription] `both` when absent
 */

/**
 * @typedef {object} Setup what is settled before the configuration is written
 * @property {string} folder
 * @property {Ports} ports
 * @property {string} caFile
 * @property {{ cert: string, key: string }} certificate
 * @property {boolean} temporary
 */

/** How many servers this process has started: names their folders. */
let count = 0;

/**
 * Finds a folder, ports and certificates for a server.
 * @param {string} kind names the folder
 * @param {ServerOptions} options
 * @returns {Promise<Setup>}
 */
export async function prepare(kind, options) {
  const { caFile, certificate } = await certificates();
  const temporary = options.folder === undefined;
  if (temporary) await sweep();
  const folder = options.folder ?? path.join(cache, `${process.pid}-${kind}-${++count}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ports = options.ports ?? (await freePorts(PORTS));
  return {
    folder,
    ports,
    caFile,
    certificate: certificate(options.certificate ?? 'good'),
    temporary,
  };
}

/** Removes the temporary folders of processes that ended without stopping their servers. */
async function sweep() {
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache)) {
    const pid = Number(name.split('-', 1)[0]);
    if (!isAlive(pid)) await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * A server's process. It runs as the user who started it, root included: it listens on loopback
 * only, and an account of its own could not read a clone below a home folder of mode 0700.
 */
export class Server {
  domain = 'localhost';
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  /** @type {Promise<void>} */
  #exited = Promise.resolve();
  #setup;
  #command;

  /**
   * @param {Setup} setup
   * @param {{ args: readonly [string, ...string[]], env?: Record<string, string> }} command
   */
  constructor(setup, command) {
    this.#setup = setup;
    this.#command = command;
  }

  /** The loopback ports: `starttls` and `tls` for clients, `http`, `https`, and `proxy65`. */
  get ports() {
    return this.#setup.ports;
  }

  /** PEM file of the CA that signed the server's certificate (if `good`). */
  get caFile() {
    return this.#setup.caFile;
  }

  /** Where configuration, log and data are. */
  get folder() {
    return this.#setup.folder;
  }

  /** The process id while it runs. */
  get pid() {
    return this.#process?.pid;
  }

  /** Starts it. @throws {Error} with the end of its log when it does not come up. */
  async start() {
    const log = path.join(this.folder, 'console.log');
    const output = openSync(log, 'a');
    // The kernel ends the server when its starter dies, however that happens. Its own process
    // group keeps Ctrl+C from ending it before its clients have said goodbye.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...this.#command.args], {
      cwd: this.folder,
      detached: true,
      env: { ...process.env, ...this.#command.env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#process = child;
    this.#exited = new Promise((resolve) => {
      const ended = () => {
        this.#process = undefined;
        resolve();
      };
      child.once('exit', ended).once('error', ended);
    });
    const deadline = Date.now() + READY_DEADLINE_MS;
    const { starttls, https, proxy65 } = this.ports;
    for (const port of [starttls, https, proxy65]) {
      while (!(await answers(port))) {
        if (this.#process && Date.now() < deadline) {
          await delay(25);
          continue;
        }
        await this.kill('SIGKILL');
        const tail = (await readFile(log, 'utf8')).trim().split('\n').slice(-15).join('\n');
        throw new Error(`${this.#command.args[0]} did not start. The end of ${log}:\n${tail}`);
      }
    }
  }

  /**
   * Sends a signal, and waits for the end where the signal means it.
   * @param {NodeJS.Signals} signal
   */
  async kill(signal) {
    if (this.#process?.pid === undefined) return;
    process.kill(this.#process.pid, signal);
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await this.#exited;
  }

  /** Starts it again, with the same ports and data, having ended it where it still runs. */
  async restart() {
    await this.#end();
    await this.start();
  }

  /** Ends it within two seconds; its data goes too, unless it has a folder given by the caller. */
  async stop() {
    await this.#end();
    if (this.#setup.temporary) await rm(this.folder, { recursive: true, force: true });
  }

  async #end() {
    const killer = setTimeout(() => void this.kill('SIGKILL'), STOP_DEADLINE_MS);
    await this.kill('SIGTERM');
    clearTimeout(killer);
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/**
 * Calls a server's control interface: POST with a JSON object.
 * @param {string} url
 * @param {object} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, text: string }>}
 */
export async function post(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
