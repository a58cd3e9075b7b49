// npm test: every suite, in spite of failures; `npm test -- unit ui` runs those named.
// The last line adds up all of them. What was skipped, or never reported, has failed.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { checks, mocha } from './checks.mjs';
import { endLeftRunning } from './leftRunning.mjs';
import { capture } from './processes.mjs';
import { setup } from './setup.mjs';
import { onWorkbenchNode } from './workbenchNode.mjs';

const SUITE_TIMEOUT_MS = 2_400_000;
/** A suite names what keeps it running ten seconds after its last test; a little later it is ended. */
const OUTLIVING_MS = 20_000;
const POLL_MS = 500;
/** These run on the workbench's Node, which has `node:sqlite`. */
const NEEDS_SQLITE = new Set(['storage', 'faults']);
/**
 * What goes side by side, since it waits more than it works: two suites at a time, each list in its
 * order. After the first of these come the suites that are in none, which go alone.
 */
const SIDE_BY_SIDE = [
  [
    ['format', 'types-host', 'types-tests', 'unit'],
    ['lint', 'types-webview', 'layering'],
  ],
  [
    ['hostile', 'desktop', 'webview'],
    ['servers', 'storage'],
  ],
  [['faults', 'spanish'], ['ui']],
];
const root = path.resolve(import.meta.dirname, '..');
const results = path.join(root, '.cache/test-results');

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly string[]} command
 * @property {boolean} [reports] whether it leaves mocha's JSON report; otherwise it counts as one test
 * @property {boolean} [bare] whether the npm packages are all it needs
 */

const reportOf = (name) => path.join(results, `${name}.json`);

/** @returns {Suite} */
function mochaSuite(name, config) {
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${reportOf(name)}`];
  const command = mocha(config, ...reporter);
  if (!NEEDS_SQLITE.has(name)) return { name, command, reports: true, bare: name === 'unit' };
  return { name, command: onWorkbenchNode(...command.slice(1)), reports: true };
}

/** All suites: the checks, every folder of test/ with a .mocharc.json, and what needs the package. */
async function listSuites() {
  const folders = (await readdir('test')).filter((name) =>
    existsSync(`test/${name}/.mocharc.json`),
  );
  const ordered = ['unit', ...folders.filter((name) => name !== 'unit').sort()];
  return [
    ...Object.entries(checks).map(([name, command]) => ({ name, command, bare: true })),
    ...ordered.map((name) => mochaSuite(name, `test/${name}/.mocharc.json`)),
    { name: 'package', command: [process.execPath, 'scripts/package.mjs'], bare: true },
    {
      name: 'extension-host',
      command: [process.execPath, 'test/workbench/runSuites.mjs'],
      reports: true,
    },
    mochaSuite('ui', 'test/workbench/ui/.mocharc.json'),
    mochaSuite('spanish', 'test/workbench/ui/.mocharc.spanish.json'),
  ];
}

/** @returns {Promise<{ passed: number, failed: number, details: string }>} */
async function runSuite({ name, command: [command, ...args], reports }, env) {
  await rm(reportOf(name), { force: true });
  const watchdog = watch(reportOf(name));
  const { code, output } = await capture(command, args, {
    env: { ...process.env, ...env, PARLEY_REPORT: reportOf(name) },
    stop: watchdog.signal,
  });
  watchdog.dispose();
  const outcome = reports ? await readOutcome(name, code, output) : judge(code, output);
  const left = [
    ...[...output.matchAll(/^Left running: (.*)$/gmu)].map(([, what]) => what),
    ...(await endLeftRunning('PARLEY_REPORT', reportOf(name))),
  ];
  return {
    passed: outcome.passed,
    failed: outcome.failed + left.length,
    details: [...outcome.details, ...left.map((what) => `left running: ${what}`)].join('\n\n'),
  };
}

/** Stops a suite that takes too long, or that does not end although its report is there. */
function watch(report) {
  const stop = new AbortController();
  const began = Date.now();
  let ended = Infinity;
  const timer = setInterval(() => {
    if (ended === Infinity && existsSync(report)) ended = Date.now();
    const seconds = (ms) => `${ms / 1000} s`;
    if (Date.now() - began > SUITE_TIMEOUT_MS) {
      stop.abort(`stopped after ${seconds(SUITE_TIMEOUT_MS)}`);
    } else if (Date.now() - ended > OUTLIVING_MS) {
      stop.abort(`still there ${seconds(OUTLIVING_MS)} after its last test`);
    }
  }, POLL_MS);
  return { signal: stop.signal, dispose: () => clearInterval(timer) };
}

/** A suite that counts as one test. */
function judge(code, output) {
  return code === 0
    ? { passed: 1, failed: 0, details: [] }
    : { passed: 0, failed: 1, details: [output] };
}

/** What a suite has reported of its tests. */
async function readOutcome(name, code, output) {
  const report = await readReport(name);
  if (!report) return { passed: 0, failed: 1, details: [`left no report\n${output}`] };
  const { stats, failures, pending } = report;
  const details = [
    ...failures.map(({ fullTitle, err }) => `${fullTitle}\n${err.stack ?? err.message}`),
    ...pending.map(({ fullTitle }) => `${fullTitle}\nwas skipped`),
  ];
  const failed = stats.failures + stats.pending;
  if (stats.passes + failed === 0) details.push('ran no test');
  else if (code !== 0 && failed === 0 && !output.includes('Left running: ')) {
    details.push(`ended with code ${code}\n${output}`);
  }
  return { passed: stats.passes, failed: Math.max(failed, details.length), details };
}

async function readReport(name) {
  try {
    return JSON.parse(await readFile(reportOf(name), 'utf8'));
  } catch {
    return undefined;
  }
}

process.chdir(root);
const suites = await listSuites();
const names = process.argv.slice(2);
const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
  console.error(
    `There is no suite "${unknown}"; choose from: ${suites.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}
const chosen = suites.filter(({ name }) => names.length === 0 || names.includes(name));
await setup({
  need: chosen.every(({ bare }) => bare)
    ? ['npm']
    : ['npm', 'server', 'interop', 'desktop', 'workbench'],
});
await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });

const total = { passed: 0, failed: 0 };
const env = {};

/** Runs a suite and says how that went. */
async function count(suite) {
  const started = Date.now();
  const { passed, failed, details } = await runSuite(suite, env);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${failed === 0 ? '✓' : '✗'} ${suite.name}: ${passed} passed, ${failed} failed (${seconds} s)`,
  );
  if (details) console.log(`\n${details.trim()}\n`.replaceAll('\n', '\n    '));
  if (suite.name === 'package') env.PARLEY_PACKAGED = '1';
  total.passed += passed;
  total.failed += failed;
}

const byName = new Map(chosen.map((suite) => [suite.name, suite]));
/** @returns {Suite[]} those of them that were chosen, which nobody else takes */
const take = (wanted) =>
  wanted.flatMap((name) => {
    const suite = byName.get(name);
    byName.delete(name);
    return suite ?? [];
  });
const inTurn = async (suites) => {
  for (const suite of suites) await count(suite);
};
const [checked, ...others] = SIDE_BY_SIDE.map((lanes) => lanes.map(take));
await Promise.all(checked.map(inTurn));
await inTurn(byName.values());
for (const lanes of others) await Promise.all(lanes.map(inTurn));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
