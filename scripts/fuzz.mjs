// npm run fuzz: the property-based tests with new values in each round, for ten minutes or
// `-- --minutes 1`; `-- --seed 7` begins with that seed. Ends at the first failure, naming its seed.
import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { capture } from './processes.mjs';
import { setup } from './setup.mjs';

const TIMEOUT_MS = 600_000;
/** What makes values by itself, from the same seed. */
const ALSO = 'test/hostile/parser.test.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
});
await setup({ need: ['npm'] });

const files = [ALSO];
for (const name of await readdir('test/unit', { recursive: true })) {
  const file = `test/unit/${name}`;
  if (!file.endsWith('.test.ts')) continue;
  if ((await readFile(file, 'utf8')).includes("from 'fast-check'")) files.push(file);
}
const mocha = [
  ...['node_modules/mocha/bin/mocha.js', '--no-config', '--extension', 'ts', '--import=tsx'],
  ...['--require', './test/support/mochaHooks.mjs', '--timeout', String(TIMEOUT_MS)],
  ...['--reporter', 'dot', ...files],
];
const end = Date.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed ?? randomInt(2 ** 31));
do {
  const { code, output } = await capture(process.execPath, mocha, {
    env: { ...process.env, PARLEY_SEED: String(seed) },
  });
  if (code !== 0) {
    console.log(`${output}\n✗ seed ${seed}; once more: npm run fuzz -- --seed ${seed}`);
    process.exit(1);
  }
  console.log(`✓ seed ${seed}: ${/\d+ passing.*/u.exec(output)?.[0]}`);
  seed += 1;
} while (Date.now() < end);
