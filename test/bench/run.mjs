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
 * @property {number} [searchable_ms]
 * @property {number} lag_max_ms
 * @property {number} lag_p99_ms
 * @property {number} memory_mb
 */

/**
 * Starts a server for one load.
 * @param {import('./options.mjs').Load} load
 * @param {number} n
 * @param {{ mechanism?: string, page?: number, rtt?: number }} [options] `mechanism`: the only one
 *   that it offers; `page`: the largest page of its archive; `rtt`: the round trip in ms
 * @returns {Promise<{ args: string[], end: () => Promise<void> }>} `args`: the command line of a
 *   client for it
 */
export async function startLoadServer(load, n, options = {}) {
  const { mechanism = 'SCRAM-SHA-1', page = 50, rtt = 0 } = options;
  const args = ['--import', 'tsx', program('loadServer.mjs')];
  args.push(...commandLine({ load, n, mechanism, page, rtt }));
  const { child, exited, end } = spawnGroup(process.execPath, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await Promise.race([
    new Promise((resolve) => child.stdout?.once('data', (data) => resolve(Number(data)))),
    exited,
  ]);
  if (!port) throw new Error('The load server did not start.');
  const account = { jid: 'bench@localhost', password: 'bench' };
  return { args: commandLine({ host: '127.0.0.1', port, ...account, load, n, page }), end };
}

/** @param {Readonly<Record<string, unknown>>} options @returns {string[]} */
function commandLine(options) {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/**
 * Runs a client to its end.
 * @param {'peer.mjs' | 'barePeer.mjs'} client
 * @param {readonly string[]} args
 * @param {string} [node] the Node that runs it: this one unless told otherwise
 */
export function runClient(client, args, node = process.execPath) {
  return capture(node, [program(client), ...args], { cwd: root });
}

/**
 * @param {'peer.mjs' | 'barePeer.mjs'} client
 * @param {readonly string[]} args
 * @param {string} [node]
 * @returns {Promise<Result>}
 * @throws {Error} with the client's own words when it fails
 */
export async function measure(client, args, node) {
  const { code, output } = await runClient(client, args, node);
  if (code !== 0) throw new Error(`${client} failed: ${output.trim()}`);
  return JSON.parse(output);
}
