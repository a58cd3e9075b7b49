// @ts-check
// What the benchmarked clients have in common as programs: options in, one line of JSON out.
import { parseOptions, UsageError } from './options.mjs';

const TIMEOUT_MS = 120_000;
const FAILED = 1;
const MISUSED = 2;

/**
 * @typedef {object} Figures
 * @property {number} ms from being signed in until the last item was through; L0: as `loginMs`
 * @property {number} loginMs from dialling until signed in
 * @property {number} seen items: sign-ins, contacts that are present, or messages
 * @property {number} chars UTF-16 code units of all bodies
 * @property {number} bad bodies with a replacement character (U+FFFD)
 */

/**
 * Runs one load and prints its figures. Ends the process: 1 when the load fails or takes more than
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
    const { ms, loginMs, seen, chars, bad } = await run(options);
    const { load, n } = options;
    const line = { peer, load, n, ms: round(ms), login_ms: round(loginMs), seen, chars, bad };
    console.log(JSON.stringify(line));
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
