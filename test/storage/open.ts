/** What the suites of this folder share: histories in a folder of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { FakeLog } from '../support/fakeSession.ts';
import { told as sentenceOf } from '../support/say.ts';

/** The Node of these suites runs TypeScript as it is. */
export const PROGRAM = path.resolve(import.meta.dirname, '../../src/storage/sqlite/worker.ts');

/** A folder for each test; what was opened in it is closed in the end. */
export function inTemporaryFolder() {
  let folder = '';
  const opened: SqliteHistory[] = [];
  /** What the user was told. */
  const told: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-storage-'));
    told.length = 0;
  });
  afterEach(async () => {
    for (const history of opened.splice(0)) await history.close();
    await rm(folder, { recursive: true });
  });

  const file = () => path.join(folder, 'kept', 'history.sqlite');
  const open = (of = file()): SqliteHistory => {
    const history = new SqliteHistory({
      file: of,
      program: PROGRAM,
      fallback: new MemoryHistory(),
      log: new FakeLog(),
      tell: (what) => told.push(sentenceOf(what)),
    });
    opened.push(history);
    return history;
  };
  return { open, file, told };
}
