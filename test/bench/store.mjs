// npm run bench:store -- [N]: what the message history costs with N messages in it (1,000,000 by
// default): adding, opening a chat, paging back, searching. Figures, never pass or fail.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';

const CHATS = 100;
const PAGE = 50;
const BATCH = 500;
const ACCOUNT = 'me@example.org';
const WORDS = Array.from({ length: 5000 }, (_, n) => `w${((n * 7919) % 46_656).toString(36)}`);

const total = Number(process.argv[2] ?? 1_000_000);
const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
const file = path.join(folder, 'history.sqlite');
const open = () =>
  new SqliteHistory({
    file,
    program: path.resolve(import.meta.dirname, '../../src/storage/sqlite/worker.ts'),
    fallback: new MemoryHistory(),
    log: console,
    tell: console.error,
  });
const keyOf = (n) => ({ account: ACCOUNT, chat: `contact${n % CHATS}@example.org` });
const row = (name, ...cells) => console.log([name.padEnd(44), ...cells].join(' '));
const ms = (value) => `${value.toFixed(2)} ms`;

/** Twelve words; every thousandth message has one that is rare. */
function bodyOf(n) {
  const words = Array.from({ length: 12 }, (_, i) => WORDS[(n * 31 + i * i * 97 + i) % 5000]);
  if (n % 1000 === 0) words.push('rarity');
  return ['the', ...words].join(' ');
}

async function measure(name, runs, action) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await action(run);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  row(name, `median ${ms(times[Math.floor(runs / 2)])}`, `worst ${ms(times.at(-1))}`);
}

let history = open();
const began = performance.now();
for (let n = 0; n < total; n += BATCH) {
  const additions = Array.from({ length: Math.min(BATCH, total - n) }, (_, i) => ({
    key: keyOf(n + i),
    message: {
      id: `message-${n + i}`,
      outgoing: (n + i) % 3 === 0,
      body: bodyOf(n + i),
      time: 1.7e12 + (n + i) * 1000,
    },
    identities: [`origin-${n + i}`],
  }));
  await history.add(additions);
}
const seconds = (performance.now() - began) / 1000;
row(`${total} messages added`, `${Math.round(total / seconds)}/s`);
row('size of the file', `${Math.round((await stat(file)).size / 2 ** 20)} MiB`);
for (let chat = 0; chat < CHATS; chat++) await history.markRead(keyOf(chat));
await history.close();

history = open();
await measure('opening the file and a first chat', 1, () =>
  history.load(keyOf(0), { limit: PAGE }),
);
await measure('newest page of a chat', 100, (run) => history.load(keyOf(run), { limit: PAGE }));
let [oldest] = await history.load(keyOf(1), { limit: PAGE });
await measure('next older page', 100, async () => {
  const page = await history.load(keyOf(1), { limit: PAGE, before: oldest.id });
  oldest = page[0] ?? oldest;
});
await measure('all chats with their unread counts', 3, () => history.chats(ACCOUNT));
await measure('what is to be sent', 20, () => history.unsent(ACCOUNT));
await measure('one message added', 100, (run) =>
  history.save(keyOf(run), { id: `new-${run}`, outgoing: false, body: bodyOf(run), time: 1.71e12 }),
);
const search = (query) => history.search({ limit: PAGE, ...query });
await measure('search: a rare word', 50, () => search({ text: 'rarity' }));
await measure('search: a word in every message', 50, () => search({ text: 'the' }));
await measure('search: two letters, as one types', 50, () => search({ text: 'w1' }));
await measure('search: two words', 50, (n) => search({ text: `${WORDS[n]} ${WORDS[n + 97]}` }));
await measure('search: the word of all, in one chat', 50, (n) =>
  search({ text: 'the', chats: [keyOf(n)] }),
);
await measure('search: a rare word, in one chat', 50, (n) =>
  search({ text: 'rarity', chats: [keyOf(n * 100)] }),
);
await measure('find: a text somewhere in a chat', 10, (n) =>
  history.findText(keyOf(n), 'arity', 10_000),
);
row('memory of this process', `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
await history.close();
await rm(folder, { recursive: true });
