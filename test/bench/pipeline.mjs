// @ts-check
// The whole way of many messages, from the socket until they are on disk and can be searched, beside
// the library by itself, which keeps nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure, startLoadServer } from './run.mjs';
import { median, table } from './statistics.mjs';

/** @typedef {import('./run.mjs').Result} Result */

/**
 * `share`: of the messages. `rtt`: waiting for the network is most of it, so that one round is enough.
 * @type {readonly { title: string, load: import('./options.mjs').Load, share?: number, page?: number,
 *   rtt?: number }[]}
 */
const PIPELINES = [
  { title: 'sent until acknowledged', load: 'L5', share: 0.2 },
  { title: 'pushed', load: 'L2' },
  { title: 'pushed, in a room', load: 'R2' },
  { title: 'archive, pages of 50', load: 'L3', page: 50 },
  { title: 'archive, pages of 250', load: 'L3', page: 250 },
  { title: 'archive of a room, pages of 50', load: 'R3', page: 50 },
  { title: 'archive of a room, pages of 250', load: 'R3', page: 250 },
  { title: 'archive, pages of 50, 50 ms', load: 'L3', page: 50, rtt: 50 },
  { title: 'archive, pages of 250, 50 ms', load: 'L3', page: 250, rtt: 50 },
];

/**
 * @param {string} node with `node:sqlite`; it runs both clients
 * @param {{ n: number, rounds: number }} options
 * @returns {Promise<string>}
 */
export async function pipelines(node, { n, rounds }) {
  const head = [
    ...[`messages, ms, median of ${rounds}`, 'n'],
    ...['kept', 'searchable', 'in memory', 'xmpp.js', 'kept/xmpp.js', 'in memory/xmpp.js'],
    ...['longest stall', '99 %', 'MB above idle, at most', 'in memory', 'xmpp.js'],
  ];
  const rows = [head];
  for (const { title, load, share = 1, page = 50, rtt = 0 } of PIPELINES) {
    const count = Math.ceil(n * share);
    const server = await startLoadServer(load, count, { page, rtt });
    try {
      const cells = await pipeline(node, server.args, rtt > 0 ? 1 : rounds);
      rows.push([title, count.toLocaleString('en'), ...cells]);
    } finally {
      await server.end();
    }
  }
  return `\n${table(rows)}`;
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @param {number} rounds
 * @returns {Promise<string[]>} a row's cells
 */
async function pipeline(node, args, rounds) {
  /** @type {{ kept: Result[], memory: Result[], bare: Result[] }} */
  const results = { kept: [], memory: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
    const store = ['--store', path.join(folder, 'history.sqlite')];
    results.kept.push(await measure('peer.mjs', [...args, ...store], node));
    await rm(folder, { recursive: true });
    results.memory.push(await measure('peer.mjs', args, node));
    results.bare.push(await measure('barePeer.mjs', args, node));
  }
  const of = (/** @type {Result[]} */ all, /** @type {(result: Result) => number} */ figure) =>
    median(all.map(figure));
  const kept = of(results.kept, ({ ms }) => ms);
  const searchable = of(results.kept, ({ searchable_ms = NaN }) => searchable_ms);
  const memory = of(results.memory, ({ ms }) => ms);
  const bare = of(results.bare, ({ ms }) => ms);
  return [
    ...[kept, searchable, memory, bare].map((ms) => Math.round(ms).toLocaleString('en')),
    ...[kept, memory].map((ms) => (ms / bare).toFixed(2)),
    ...[
      of(results.kept, ({ lag_max_ms }) => lag_max_ms),
      of(results.kept, ({ lag_p99_ms }) => lag_p99_ms),
      ...[results.kept, results.memory, results.bare].map((all) =>
        Math.max(...all.map(({ memory_mb }) => memory_mb)),
      ),
    ].map((value) => value.toFixed(0)),
  ];
}
