// @ts-check
// What the benchmarked clients have in common as programs: options in, one line of JSON out.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseOptions, UsageError } from './options.mjs';

const TIMEOUT_MS = 120_000;
const LAG_RESOLUTION_MS = 1;
const NS_PER_MS = 1e6;
const FAILED = 1;
const MISUSED = 2;

/**
 * @typedef {object} Figures
 * @property {number} ms from being signed in until the last item was through; L0: as `loginMs`
 * @property {number} loginMs from dialling until signed in
 * @property {number} seen items: sign-ins, contacts that are present, occupants, or messages
 * @property {number} chars UTF-16 code units of all bodies
 * @property {number} bad bodies with a replacement character (U+FFFD)
 * @property {number} [searchableMs] as `ms`, until a search finds all that was stored
 */

/**
 * Runs one load and prints its figures, how long the event loop was held up meanwhile, and by how
 * much the memory grew at its peak. Ends the process: 1 when the load fails or takes more than
 * 120 s, 2 when the command line is wrong; each time with one line on stderr.
 * @param {string} peer the client's name
 * @param {() => Promise<(options: import('./options.mjs').Options) => Promise<Figures>>} loadClient
 */
export async function main(peer, loadClient) {
  setTimeout(() => {
    fail(FAILED, `${peer}: not done after ${TIMEOUT_MS / 1000} s`);
  }, TIMEOUT_MS).unref();
  try {
    const options = await parseOptions(process.argv.slice(2));
    const run = await loadClient();
    const idle = process.memoryUsage.rss();
    const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
    lag.enable();
    const { ms, loginMs, searchableMs, ...counts } = await run(options);
    lag.disable();
    const { load, n } = options;
    const line = {
      ...{ peer, load, n, ms: round(ms), login_ms: round(loginMs), ...counts },
      ...(searchableMs !== undefined && { searchable_ms: round(searchableMs) }),
      lag_max_ms: round(lag.max / NS_PER_MS),
      lag_p99_ms: round(lag.percentile(99) / NS_PER_MS),
      memory_mb: round((process.resourceUsage().maxRSS * 1024 - idle) / 2 ** 20),
    };
    console.log(JSON.stringify(line));
    process.exit();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    fail(error instanceof UsageError ? MISUSED : FAILED, `${peer}: ${message}`);
  }
}

/** @param {number} code @param {string} line */
function fail(code, line) {
  console.error(line);
  process.exit(code);
}

/** @param {number} ms @returns {number} to a microsecond */
function round(ms) {
  return Math.round(ms * 1000) / 1000;
}
