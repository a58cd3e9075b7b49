// What the message history costs, on the Node of the workbench; figures as one line of JSON:
//   node test/bench/store.mjs fill FILE N      adds N messages to a new file
//   node test/bench/store.mjs measure FILE     opens chats of it, and searches
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import { createHost } from '../../src/host/host.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { FakeAccounts } from '../support/fakeAccounts.ts';
import { median } from './statistics.mjs';

const CHATS = 100;
const PAGE = 50;
const BATCH = 500;
const ROUNDS = 25;
const ACCOUNT = 'me@example.org';
const MIB = 2 ** 20;
const WORDS = Array.from({ length: 5000 }, (_, n) => `w${((n * 7919) % 46_656).toString(36)}`);
const keyOf = (n) => ({ account: ACCOUNT, chat: `contact${n % CHATS}@example.org` });
const timeOf = (n) => 1.7e12 + n * 1000;

/** Thirteen words; every thousandth message has one more that is rare. */
function bodyOf(n) {
  const words = Array.from({ length: 12 }, (_, i) => WORDS[(n * 31 + i * i * 97 + i) % 5000]);
  if (n % 1000 === 0) words.push('rarity');
  return ['the', ...words].join(' ');
}

function additionOf(n) {
  const key = keyOf(n);
  const file = { name: `report ${n}.pdf`, url: `https://example.org/${n}.pdf` };
  const outgoing = n % 3 === 0;
  return {
    key,
    message: {
      ...{ id: `message-${n}`, sender: outgoing ? key.account : key.chat, outgoing },
      ...{ body: bodyOf(n), time: timeOf(n) },
      ...(n % 50 === 0 && { file }),
    },
    identities: [`sid:${ACCOUNT}:${n}`, `origin:${n}`],
    references: [String(n)],
  };
}

const open = (file) =>
  new SqliteHistory({
    file,
    program: path.resolve(import.meta.dirname, '../../src/storage/sqlite/worker.ts'),
    fallback: new MemoryHistory(),
    log: console,
    tell: console.error,
  });

/** Result: messages a second, and what they take on disk in MiB. */
async function fill(file, n) {
  const history = open(file);
  const began = performance.now();
  const adding = [];
  for (let first = 0; first < n; first += BATCH) {
    const count = Math.min(BATCH, n - first);
    adding.push(history.add(Array.from({ length: count }, (_, i) => additionOf(first + i))));
    // Some are always on their way, but never so many that memory is what is measured.
    if (adding.length > 8) await adding.shift();
  }
  await Promise.all(adding);
  const stored = performance.now();
  await history.search({ text: 'rarity', limit: 1 });
  const searchable = performance.now();
  for (let chat = 0; chat < Math.min(n, CHATS); chat++) await history.markRead(keyOf(chat));
  await history.close();
  const rate = (end) => Math.round((n / (end - began)) * 1000);
  const size = (await stat(file)).size / MIB;
  return { n, stored: rate(stored), searchable: rate(searchable), size };
}

/** Result: for each action the usual and the worst time in ms, and memory above idle in MiB. */
async function measure(file) {
  const idle = process.memoryUsage.rss();
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const history = open(file);
  const accounts = new FakeAccounts(history);
  await accounts.add(ACCOUNT);
  const host = createHost(accounts, accounts);
  const openChat = (n) =>
    new Promise((resolve) => {
      const watching = host.watch('messages', keyOf(n), ({ items }) => {
        resolve(items.length);
        setImmediate(() => watching.dispose());
      });
    });
  const search = (query) => history.search({ limit: PAGE, ...query });
  const between = { from: timeOf(200), to: timeOf(900) };
  const twoWords = (n) =>
    bodyOf(n * 7)
      .split(' ')
      .slice(1, 3)
      .join(' ');
  const actions = {
    'open the first chat': [1, () => openChat(0)],
    'open a chat': [ROUNDS, (n) => openChat(n + 1)],
    'search a rare word': [ROUNDS, () => search({ text: 'rarity' })],
    'search a common word': [ROUNDS, () => search({ text: 'the' })],
    'search one letter, as one types': [ROUNDS, () => search({ text: 'w' })],
    'search two letters, as one types': [ROUNDS, () => search({ text: 'w1' })],
    'search two words': [ROUNDS, (n) => search({ text: twoWords(n) })],
    'search two words, one common': [ROUNDS, () => search({ text: 'the rarity' })],
    'search in a chat, a common word': [ROUNDS, (n) => search({ text: 'the', chats: [keyOf(n)] })],
    'search in a chat, a rare word': [
      ROUNDS,
      (n) => search({ text: 'rarity', chats: [keyOf(n * 100)] }),
    ],
    'search by sender': [ROUNDS, (n) => search({ text: 'the', senders: [keyOf(n).chat] })],
    'search by date': [ROUNDS, () => search({ text: 'the', ...between })],
    'find a rare text in a chat': [ROUNDS, (n) => history.findText(keyOf(n), 'arity', 10_000)],
    'search what has a file': [ROUNDS, () => search({ text: 'the', hasFile: true })],
  };
  const times = {};
  for (const [name, [rounds, action]] of Object.entries(actions)) {
    const samples = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      await action(round);
      samples.push(performance.now() - began);
    }
    times[name] = { usual: median(samples), worst: Math.max(...samples) };
  }
  lag.disable();
  const memory = (process.resourceUsage().maxRSS * 1024 - idle) / MIB;
  accounts.dispose();
  await history.close();
  return { times, memory, lag: lag.max / 1e6 };
}

const [action, file, n] = process.argv.slice(2);
console.log(JSON.stringify(await (action === 'fill' ? fill(file, Number(n)) : measure(file))));
