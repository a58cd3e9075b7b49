/** Writes numbered messages for ever, and prints the number of each that is acknowledged. */
import { Failure } from '../../src/base/userError.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { silentLog } from '../support/silentLog.ts';

const [file = '', program = '', account = '', chat = '', from = '0'] = process.argv.slice(2);
const history = new SqliteHistory({
  file,
  program,
  fallback: new MemoryHistory(),
  log: silentLog,
  tell: (what) => {
    throw new Failure(what);
  },
});

/** A few at once, as they arrive. */
async function write(n: number): Promise<void> {
  const message = { id: String(n), sender: chat, outgoing: false, body: `message ${n}`, time: n };
  const identities = [`origin ${n}`];
  await history.add([{ key: { account, chat }, message, identities }]);
  process.stdout.write(`${n}\n`);
}

for (let n = Number(from); ; n += 4) {
  await Promise.all([n, n + 1, n + 2, n + 3].map(write));
}
