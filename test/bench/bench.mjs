// @ts-check
// npm run bench: how long, how large, how fast. It prints figures and judges none of them.
//   npm run bench -- [--quick] [sizes] [activation] [tab] [click] [loads] [files] [pipeline] [history] [streams]
// `--quick`: small numbers of everything, once. All parts where none is named.
import { readdir, readFile, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from '../../scripts/package.mjs';
import { run } from '../../scripts/processes.mjs';
import { setupWorkbenchHost } from '../../scripts/workbenchHost.mjs';
import { histories } from './histories.mjs';
import { pipelines } from './pipeline.mjs';
import { measure, startLoadServer } from './run.mjs';
import { median, table } from './statistics.mjs';

/** @typedef {import('./run.mjs').Result} Result */

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { quick } = values;
const ACTIVATIONS = quick ? 2 : 10;
const ROUNDS = quick ? 1 : 5;
const CLICKS = quick ? 2 : 10;
/** Of items in each load. */
const SHARE = quick ? 0.02 : 1;
const PARSED = quick ? 1000 : 50_000;
const FILE_MIB = quick ? 16 : 256;
const TAB_SIZES = quick ? ['50'] : ['50', '5000'];
const ROOM_TAB_SIZES = quick ? ['50'] : ['50', '50000'];
const TABLE_SIZES = quick ? ['2000'] : ['20000'];
const PIPELINE = quick ? { n: 1000, rounds: 1 } : { n: 50_000, rounds: 3 };
const STREAMED_MIB = quick ? 4 : 64;
const HISTORY_SIZES = quick ? [1000] : [1000, 100_000, 1_000_000];
const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist/extension.cjs');

/**
 * What is measured of both clients, in ms or in items a second.
 * @type {readonly { title: string, load: import('./options.mjs').Load, n: number, unit: string,
 *   figure: (result: Result) => number }[]}
 */
const LOADS = [
  { title: 'sign in', load: 'L0', n: 1, unit: 'ms', figure: ({ ms }) => ms },
  {
    title: 'connect to the contacts and their presence',
    load: 'L1',
    n: 10_000,
    unit: 'ms',
    figure: ({ ms, login_ms }) => ms + login_ms,
  },
  {
    title: 'occupants of a room, joined up to its subject',
    load: 'L4',
    n: 5000,
    unit: 'ms',
    figure: ({ ms }) => ms,
  },
  {
    title: 'messages received',
    load: 'L2',
    n: 20_000,
    unit: '/s',
    figure: ({ ms, n }) => (n / ms) * 1000,
  },
  {
    title: 'messages received in a room',
    load: 'R2',
    n: 20_000,
    unit: '/s',
    figure: ({ ms, n }) => (n / ms) * 1000,
  },
  {
    title: 'messages sent and acknowledged',
    load: 'L5',
    n: 5000,
    unit: '/s',
    figure: ({ ms, n }) => (n / ms) * 1000,
  },
];

/** @type {Readonly<Record<string, () => Promise<string>>>} */
const PARTS = {
  sizes,
  activation: () => activation(host.node),
  tab: chatTab,
  users: userTable,
  click: clickToPaint,
  parser: parsers,
  loads,
  files,
  pipeline: () => pipelines(host.node, PIPELINE),
  history: () => histories(host.node, HISTORY_SIZES),
  streams,
};

const unknown = positionals.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`There is no "${unknown}"; choose from: ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}
const vsix = await packageExtension();
const host = await setupWorkbenchHost((line) => console.log(`• ${line}`));
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
console.log(`Parley ${version} on ${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}\n`);
for (const [name, part] of Object.entries(PARTS)) {
  if (positionals.length === 0 || positionals.includes(name)) console.log(await part());
}

/** @returns {Promise<string>} */
async function sizes() {
  const names = ['extension.cjs', 'webview/chat.js', 'webview/chat.css'];
  const sizeOf = async (/** @type {string} */ name) =>
    (await stat(path.join(root, 'dist', name))).size;
  const rows = await Promise.all(names.map(async (name) => [name, await sizeOf(name)]));
  const parts = (await readdir(path.join(root, 'dist'))).filter((name) => name.endsWith('.cjs'));
  const whole = (await Promise.all(parts.map(sizeOf))).reduce((sum, size) => sum + size, 0);
  rows.splice(1, 0, [`it and its ${parts.length - 1} later parts`, whole]);
  const all = [...rows, [path.basename(vsix), (await stat(vsix)).size]];
  return table([['size', 'kB'], ...all.map(([name, bytes]) => [`${name}`, kilobytes(bytes)])]);
}

/** @param {string} node the extension host's @returns {Promise<string>} */
async function activation(node) {
  const program = path.join(import.meta.dirname, 'activation.mjs');
  /** @type {{ require: number, activate: number }[]} */
  const samples = [];
  for (let index = 0; index < ACTIVATIONS; index += 1) {
    samples.push(JSON.parse(await run(node, [program, bundle])));
  }
  const row = (/** @type {'require' | 'activate'} */ name) => {
    const values = samples.map((sample) => sample[name]);
    return [name, Math.min(...values).toFixed(1), median(values).toFixed(1)];
  };
  const nodeVersion = (await run(node, ['--version'])).trim();
  const title = `activation, ms, Node ${nodeVersion}`;
  return `\n${table([[title, 'best', 'median'], row('require'), row('activate')])}`;
}

/** @returns {Promise<string>} */
async function chatTab() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'chatTab.ts')];
  /** @type {string[][]} */
  const rows = [];
  for (const { of, sizes, args } of [
    { of: '', sizes: TAB_SIZES, args: [] },
    { of: ', room', sizes: ROOM_TAB_SIZES, args: ['--room'] },
  ]) {
    const output = await run(process.execPath, [...program, ...args, `${ROUNDS}`, ...sizes], {
      cwd: root,
    });
    const figures = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { n, shell, messages, frame, slowFrame, slowestFrame, nodes } of figures) {
      rows.push([
        `${n.toLocaleString('en')} messages${of}`,
        ...[shell, messages, shell + messages].map((ms) => ms.toFixed(0)),
        ...[frame, slowFrame, slowestFrame].map((ms) => ms.toFixed(1)),
        nodes.toLocaleString('en'),
      ]);
    }
  }
  const title = `chat tab, ms, median of ${ROUNDS}`;
  const painted = ['tab painted', 'messages', 'together'];
  const frames = ['frame while scrolling', '95 %', 'slowest'];
  return `\n${table([[title, ...painted, ...frames, 'elements'], ...rows])}`;
}

/** The table of users found. @returns {Promise<string>} */
async function userTable() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'userTable.ts')];
  const output = await run(process.execPath, [...program, `${ROUNDS}`, ...TABLE_SIZES], {
    cwd: root,
  });
  const rows = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ n, nodes, ...ms }) => [
      `${n.toLocaleString('en')} users`,
      ...[ms.key, ms.slowestKey, ms.sort].map((one) => one.toFixed(0)),
      ...[ms.frame, ms.slowFrame, ms.slowestFrame].map((one) => one.toFixed(1)),
      nodes.toLocaleString('en'),
    ]);
  const title = `users found, ms, median of ${ROUNDS}`;
  const painted = ['key in the filter', 'slowest', 'sorted'];
  const frames = ['frame while scrolling', '95 %', 'slowest'];
  return `\n${table([[title, ...painted, ...frames, 'elements'], ...rows])}`;
}

/** In a real workbench, from the click on a contact. @returns {Promise<string>} */
async function clickToPaint() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'click.ts'), `${CLICKS}`];
  const env = { ...process.env, PARLEY_PACKAGED: '1' };
  const output = await run(process.execPath, program, { cwd: root, env });
  const line = output.split('\n').find((text) => text.startsWith('{')) ?? '';
  const { floor, ...chat } = JSON.parse(line);
  const title = `tab in the workbench, ms since the click, median of ${CLICKS}`;
  const rows = Object.entries({ 'one line of text': floor, '50 messages': chat }).map(
    ([of, { frame, page, shell, messages }]) => [
      of,
      ...[frame, page, shell, messages].map((ms) => ms.toFixed(0)),
    ],
  );
  const steps = ["the editor's page runs", 'it has ours', 'tab drawn', 'messages painted'];
  return `\n${table([[title, ...steps], ...rows])}`;
}

/** @returns {Promise<string>} */
async function parsers() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'parsers.ts')];
  const output = await run(process.execPath, [...program, `${ROUNDS}`, `${PARSED}`], { cwd: root });
  const lines = output.trim().split('\n');
  /** @type {{ parser: string, chunk: number, mbps: number }[]} */
  const figures = lines.map((line) => JSON.parse(line));
  const names = [...new Set(figures.map(({ parser }) => parser))];
  const rows = [...new Set(figures.map(({ chunk }) => chunk))].map((size) => [
    `in chunks of ${size.toLocaleString('en')} bytes`,
    ...figures.filter(({ chunk }) => chunk === size).map(({ mbps }) => mbps.toFixed(0)),
  ]);
  return `\n${table([[`parser, MB/s, median of ${ROUNDS}`, ...names], ...rows])}`;
}

/** Files that go directly to another client. @returns {Promise<string>} */
async function streams() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'streams.ts')];
  const args = [`${ROUNDS}`, `${STREAMED_MIB}`];
  const output = await run(process.execPath, [...program, ...args], { cwd: root });
  /** @type {{ server: string, way: string, mbps: number }[]} */
  const figures = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const [plain] = figures;
  const rows = figures.map(({ server, way, mbps }) => [
    `${way}, ${server}`,
    mbps.toFixed(1),
    (mbps / (plain?.mbps ?? NaN)).toFixed(3),
  ]);
  return `\n${table([[`streams, MB/s, median of ${ROUNDS}`, 'MB/s', 'of a plain copy'], ...rows])}`;
}

/** Files from and to a server. @returns {Promise<string>} */
async function files() {
  const program = ['--import', 'tsx', path.join(import.meta.dirname, 'files.ts')];
  const args = [`${ROUNDS}`, `${FILE_MIB}`];
  const output = await run(process.execPath, [...program, ...args], { cwd: root });
  /** @type {{ direction: string, client: 'parley' | 'copy' | 'curl', mbps: number, memory_mb: number }[]} */
  const figures = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const names = { parley: 'Parley', copy: 'plain copy', curl: 'curl' };
  const rows = figures.map(({ direction, client, mbps, memory_mb: memory }) => {
    const ours = figures.find((one) => one.direction === direction && one.client === 'parley');
    return [
      `${direction}, ${names[client]}`,
      mbps.toFixed(0),
      ((ours?.mbps ?? NaN) / mbps).toFixed(2),
      client === 'curl' ? '–' : memory.toFixed(1),
    ];
  });
  const title = `file of ${FILE_MIB} MiB over HTTPS, to servers an eighth, median of ${ROUNDS}`;
  return `\n${table([[title, 'MB/s', 'Parley, times', 'memory, + MB'], ...rows])}`;
}

/** Both clients in turn, against the same server. @returns {Promise<string>} */
async function loads() {
  const rows = [
    [`load, median of ${ROUNDS}, Node ${process.version}`, 'Parley', 'xmpp.js', 'times as fast'],
  ];
  for (const { title, load, n: all, unit, figure } of LOADS) {
    const n = Math.ceil(all * SHARE);
    /** @type {{ parley: number[], bare: number[] }} */
    const figures = { parley: [], bare: [] };
    const server = await startLoadServer(load, n);
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        figures.parley.push(figure(await measure('peer.mjs', server.args)));
        figures.bare.push(figure(await measure('barePeer.mjs', server.args)));
      }
    } finally {
      await server.end();
    }
    const parley = median(figures.parley);
    const bare = median(figures.bare);
    const cells = [parley, bare].map((value) => Math.round(value).toLocaleString('en'));
    const speedup = unit === 'ms' ? bare / parley : parley / bare;
    rows.push([`${n.toLocaleString('en')} × ${title}, ${unit}`, ...cells, speedup.toFixed(2)]);
  }
  return `\n${table(rows)}`;
}

/** @param {string | number | undefined} bytes @returns {string} */
function kilobytes(bytes) {
  return (Number(bytes) / 1024).toFixed(1);
}
