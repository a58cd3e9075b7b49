/** Copies what can be read of a damaged database, which is left unchanged. */
import type { Database } from './database.ts';
import { IdentityIndex } from './identityIndex.ts';

/** How many of the messages could be read. */
export type Salvaged = 'all' | 'some' | 'nothing';

/** Numbers of messages copied at once: fewer after a failure, to get close to the damaged one. */
const CHUNKS = [1000, 100, 10, 1];

/** @param file of the damaged database */
export function salvage(db: Database, file: string): Salvaged {
  try {
    db.run('ATTACH DATABASE ? AS old', file);
  } catch {
    return 'nothing';
  }
  try {
    return copyAll(db);
  } finally {
    db.exec('DETACH DATABASE old');
  }
}

function copyAll(db: Database): Salvaged {
  const copy = (table: string) => attempt(db, () => db.run(copyOf(db, table)));
  copy('chats');
  copy('cleared_names');
  copy('modes');
  const isWhole = copyMessages(db);
  if (!db.get('SELECT 1 FROM messages')) return 'nothing';
  attempt(db, () => {
    db.run('INSERT OR IGNORE INTO pending_names (message) SELECT id FROM messages');
    new IdentityIndex(db).flush();
    return 0;
  });
  copy('changes');
  attempt(db, () => db.run('INSERT OR IGNORE INTO pending_fts (message) SELECT id FROM messages'));
  // Without its cursor, an archive is queried again, which restores what is missing.
  if (isWhole) copy('cursors');
  return isWhole ? 'all' : 'some';
}

/** Copies from either end up to the first unreadable message. @returns whether all were copied */
function copyMessages(db: Database): boolean {
  const last = 'coalesce((SELECT max(id) FROM messages), -1)';
  if (copyWhile(db, `id > ${last}`, 'ASC')) return true;
  const end = (db.get(`SELECT ${last} AS id`) as { id: number }).id;
  const first = `coalesce((SELECT min(id) FROM messages WHERE id > ${end}), ${Number.MAX_SAFE_INTEGER})`;
  copyWhile(db, `id > ${end} AND id < ${first}`, 'DESC');
  return false;
}

/** @returns whether all matching messages were copied */
function copyWhile(db: Database, where: string, order: 'ASC' | 'DESC'): boolean {
  return CHUNKS.some((chunk) => {
    const rest = `NOT INDEXED WHERE ${where} ORDER BY id ${order} LIMIT ${chunk}`;
    let copied: number | undefined;
    do copied = attempt(db, () => db.run(`${copyOf(db, 'messages')} ${rest}`));
    while (copied !== undefined && copied > 0);
    return copied === 0;
  });
}

/** SQL that copies the columns that a table has in both: it may be of another version. */
function copyOf(db: Database, table: string): string {
  const sql = 'SELECT name FROM pragma_table_info(?, ?)';
  const columnsIn = (schema: string) =>
    db.all<{ name: string }>(sql, table, schema).map(({ name }) => name);
  const old = new Set(columnsIn('old'));
  const both = columnsIn('main').filter((name) => old.has(name));
  return `INSERT OR IGNORE INTO ${table} (${both.join(', ')}) SELECT ${both.join(', ')} FROM old.${table}`;
}

/** @returns the number of rows copied; `undefined` after a failure, which is rolled back */
function attempt(db: Database, copy: () => number): number | undefined {
  try {
    return db.transaction(copy);
  } catch {
    return undefined;
  }
}
