// What every suite of mocha runs with: a fixed seed, and an end soon after its last test.
import { createRequire } from 'node:module';
import process from 'node:process';
import fastCheck from 'fast-check';

const GRACE_MS = 10_000;

// Property-based tests try the same values each time; `npm run fuzz` gives them other ones. Where tests
// are compiled to CommonJS they have a second copy of the library.
const seed = Number(process.env.PARLEY_SEED ?? 1);
for (const copy of [fastCheck, createRequire(import.meta.url)('fast-check')]) {
  copy.configureGlobal({ seed });
}

/** After the last test: what still keeps the process running is named, and ended with it. */
export function mochaGlobalTeardown() {
  // When nothing is left, Node closes its handles one by one, and may wait for one of them for ever.
  process.once('beforeExit', () => process.exit());
  setTimeout(() => {
    // Mocha sets the code to the number of failed tests at the very end.
    process.once('exit', () => (process.exitCode = 1));
    process.stderr.write(`Left running: ${activeResources()}\n`, () => process.exit());
  }, GRACE_MS).unref();
}

/** @returns {string} such as `2 × TCPServerWrap, 1 × Timeout` */
function activeResources() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}
