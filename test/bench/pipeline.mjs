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
 * `rtt`: waiting for the network is most of it, so that one round is enough.
 * @type {readonly { title: string, load: import('./options.mjs').Load, page?: number, rtt?: number }[]}
 */
const PIPELINES = [
  { title: 'pushed', load: 'L2' },
  { title: 'archive, pages of 50', load: 'L3', page: 50 },
  { title: 'archive, pages of 250', load: 'L3', page: 250 },
  { title: 'archive, pages of 50, 50 ms', load: 'L3', page: 50, rtt: 50 },
  { title: 'archive, pages of 250, 50 ms', load: 'L3', page: 250, rtt: 50 },
];

/**
 * @param {string} node with `node:sqlite`; it runs both clients
 * @param {{ n: number, rounds: number }} options
 * @returns {Promise<string>}
 */
export async function pipelines(node, { n, rounds }) {
  const title = `${n.toLocaleString('en')} messages, ms, median of ${rounds}`;
  const figures = ['stored', 'searchable', 'in memory', 'xmpp.js', 'stored/xmpp.js'];
  const rows = [[title, ...figures, 'longest stall', '99 %', 'MB above idle']];
  for (const { title, load, page = 50, rtt = 0 } of PIPELINES) {
    const server = await startLoadServer(load, n, { page, rtt });
    try {
      rows.push([title, ...(await pipeline(node, server.args, rtt > 0 ? 1 : rounds))]);
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
  /** @type {{ stored: Result[], kept: Result[], bare: Result[] }} */
  const results = { stored: [], kept: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
    const store = ['--store', path.join(folder, 'history.sqlite')];
    results.stored.push(await measure('peer.mjs', [...args, ...store], node));
    await rm(folder, { recursive: true });
    results.kept.push(await measure('peer.mjs', args, node));
    results.bare.push(await measure('barePeer.mjs', args, node));
  }
  const of = (/** @type {Result[]} */ all, /** @type {(result: Result) => number} */ figure) =>
    median(all.map(figure));
  const stored = of(results.stored, ({ ms }) => ms);
  const searchable = of(results.stored, ({ searchable_ms = NaN }) => searchable_ms);
  const kept = of(results.kept, ({ ms }) => ms);
  const bare = of(results.bare, ({ ms }) => ms);
  return [
    ...[stored, searchable, kept, bare].map((ms) => Math.round(ms).toLocaleString('en')),
    (stored / bare).toFixed(2),
    ...[
      of(results.stored, ({ lag_max_ms }) => lag_max_ms),
      of(results.stored, ({ lag_p99_ms }) => lag_p99_ms),
      of(results.stored, ({ memory_mb }) => memory_mb),
    ].map((value) => value.toFixed(0)),
  ];
}
