// @ts-check
// Histories of growing size: what adding, opening a chat and searching cost with so many messages.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../scripts/processes.mjs';
import { table } from './statistics.mjs';

/** @typedef {{ n: number, stored: number, searchable: number, size: number }} Filled */
/**
 * @typedef {{ times: Record<string, { usual: number, worst: number }>, memory: number, lag: number }}
 *   Measured
 */

const program = path.join(import.meta.dirname, 'store.mjs');

/**
 * @param {string} node with `node:sqlite`
 * @param {readonly number[]} sizes in messages
 * @returns {Promise<string>}
 */
export async function histories(node, sizes) {
  /** @type {[name: string, value: string][][]} */
  const columns = [];
  for (const n of sizes) columns.push(await history(node, n));
  const rows = columns[0]?.map((_, row) => columns.map((column) => column[row]?.[1] ?? '')) ?? [];
  const names = columns[0]?.map(([name]) => name) ?? [];
  const head = ['history, ms, usual (worst)', ...sizes.map((n) => n.toLocaleString('en'))];
  return `\n${table([head, ...rows.map((row, index) => [names[index] ?? '', ...row])])}`;
}

/**
 * @param {string} node
 * @param {number} n
 * @returns {Promise<[name: string, value: string][]>}
 */
async function history(node, n) {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  const file = path.join(folder, 'history.sqlite');
  /** @type {Filled} */
  const filled = JSON.parse(await run(node, [program, 'fill', file, String(n)]));
  /** @type {Measured} */
  const measured = JSON.parse(await run(node, [program, 'measure', file]));
  await rm(folder, { recursive: true });
  const ms = (/** @type {number} */ value) => value.toFixed(value < 10 ? 1 : 0);
  return [
    ...Object.entries(measured.times).map(
      ([name, { usual, worst }]) =>
        /** @type {[string, string]} */ ([name, `${ms(usual)} (${ms(worst)})`]),
    ),
    ['longest stall of the event loop', ms(measured.lag)],
    ['MB above idle', measured.memory.toFixed(0)],
    ['messages stored a second', filled.stored.toLocaleString('en')],
    ['the same until they can be searched', filled.searchable.toLocaleString('en')],
    ['MB on disk', filled.size.toFixed(0)],
  ];
}
