// @ts-check
// Starts a client under load and the server for it, as processes of their own.
import path from 'node:path';
import { capture, spawnGroup } from '../../scripts/processes.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const program = (/** @type {string} */ name) => path.join(import.meta.dirname, name);

/**
 * @typedef {object} Result
 * @property {string} peer
 * @property {string} load
 * @property {number} n
 * @property {number} ms
 * @property {number} login_ms
 * @property {number} seen
 * @property {number} chars
 * @property {number} bad
 */

/**
 * Starts a server for one load.
 * @param {import('./options.mjs').Load} load
 * @param {number} n
 * @param {string} [mechanism] the only one that it offers
 * @returns {Promise<{ args: string[], end: () => Promise<void> }>} `args`: the command line of a
 *   client for it
 */
export async function startLoadServer(load, n, mechanism = 'SCRAM-SHA-1') {
  const args = ['--import', 'tsx', program('loadServer.mjs'), load, String(n), mechanism];
  const { child, exited, end } = spawnGroup(process.execPath, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await Promise.race([
    new Promise((resolve) => child.stdout?.once('data', (data) => resolve(Number(data)))),
    exited,
  ]);
  if (!port) throw new Error('The load server did not start.');
  const options = { host: '127.0.0.1', port, jid: 'bench@localhost', password: 'bench', load, n };
  return {
    args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    end,
  };
}

/**
 * Runs a client to its end.
 * @param {'peer.mjs' | 'barePeer.mjs'} client
 * @param {readonly string[]} args
 */
export function runClient(client, args) {
  return capture(process.execPath, [program(client), ...args], { cwd: root });
}

/**
 * @param {'peer.mjs' | 'barePeer.mjs'} client
 * @param {readonly string[]} args
 * @returns {Promise<Result>}
 * @throws {Error} with the client's own words when it fails
 */
export async function measure(client, args) {
  const { code, output } = await runClient(client, args);
  if (code !== 0) throw new Error(`${client} failed: ${output.trim()}`);
  return JSON.parse(output);
}
