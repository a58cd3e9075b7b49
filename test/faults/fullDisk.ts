/** The storage thread on a disk that is full for as long as a file `full` lies beside the database. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import '../../src/storage/sqlite/worker.ts';

const NO_LIMIT = 0xfffffffe;
const { file } = workerData as { readonly file: string };
const mark = path.join(path.dirname(file), 'full');
const exec = Reflect.get(DatabaseSync.prototype, 'exec');

// SQLite says the same of pages that it may not have as of those that there is no room for. It never
// allows fewer than there are.
DatabaseSync.prototype.exec = function (sql) {
  if (sql.startsWith('BEGIN')) {
    exec.call(this, `PRAGMA max_page_count = ${existsSync(mark) ? 1 : NO_LIMIT}`);
  }
  exec.call(this, sql);
};
