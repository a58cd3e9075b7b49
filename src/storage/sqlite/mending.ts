/** Detects damage to a database, and rebuilds what can be derived from the rest. */
import { describeError } from '../../base/log.ts';
import { IS_DERIVED, SEED } from './schema.ts';
import { Damaged } from './storageError.ts';

/** A table, an index or a trigger, as SQLite describes it (https://sqlite.org/schematab.html). */
export interface SchemaObject {
  readonly name: string;
  readonly type: string;
  readonly sql: string;
}

/** The database to repair. */
interface Database {
  all<Row>(sql: string): Row[];
  exec(sql: string): void;
  transaction<T>(work: () => T): T;
}

/** Selects all but SQLite's own. */
export const OBJECTS = `SELECT name, type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
const INDEX = 'search';
/** The tables of the index of names, which belong together. */
const IS_OF_NAMES = /^(?:identities|pending_names|names_seed)$/u;
/** Rebuilds the index of names: the thread indexes the names of all messages next. */
const REINDEX_NAMES: readonly string[] = [
  'DELETE FROM identities',
  SEED,
  'INSERT OR IGNORE INTO pending_names (message) SELECT id FROM messages',
];
const REINDEX_ALL = 'INSERT OR IGNORE INTO pending_fts (message) SELECT id FROM messages';

/**
 * Compares the schema with the expected one, and repairs it: drops foreign objects, such as a
 * trigger that prevents the adding of messages, and rebuilds derived ones.
 * @returns whether anything was repaired
 * @throws Damaged where messages cannot be stored or are lost
 */
export function mendSchema(db: Database, expected: ReadonlyMap<string, SchemaObject>): boolean {
  const found = new Map(db.all<SchemaObject>(OBJECTS).map((object) => [object.name, object]));
  const foreign = [...found.values()].filter(
    ({ name, type }) => type !== 'table' && !expected.has(name),
  );
  const wrong = [...expected.values()].filter(({ name, sql }) => found.get(name)?.sql !== sql);
  if (foreign.length === 0 && wrong.length === 0) return false;
  const lost = wrong.find(({ name, type }) => type === 'table' && !IS_DERIVED.test(name));
  if (lost) throw new Damaged(`the table ${lost.name} is not as it was made`);
  db.transaction(() => {
    for (const object of [...foreign, ...wrong.filter(isMadeAlone)]) {
      if (found.has(object.name)) drop(db, found.get(object.name) ?? object);
    }
    for (const { sql } of wrong.filter(({ type, name }) => type === 'table' && !isOfIndex(name))) {
      db.exec(sql);
    }
    if (wrong.some(({ name }) => IS_OF_NAMES.test(name))) {
      for (const sql of REINDEX_NAMES) db.exec(sql);
    }
    if (wrong.some(({ name }) => isOfIndex(name) || name === 'pending_fts')) {
      rebuildIndex(db, expected);
    }
    for (const { sql } of wrong.filter(({ type }) => type !== 'table')) db.exec(sql);
  });
  return true;
}

/**
 * Rebuilds the full-text index, within a transaction; all messages are queued for indexing.
 * @throws Damaged where SQLite refuses to drop it, as when a part of it is missing
 */
export function rebuildIndex(db: Database, expected: ReadonlyMap<string, SchemaObject>): void {
  try {
    db.exec(`DROP TABLE IF EXISTS ${INDEX}`);
    db.exec(expected.get(INDEX)?.sql ?? '');
  } catch (error) {
    throw new Damaged(`the index of words: ${describeError(error)}`);
  }
  db.exec(REINDEX_ALL);
}

function isOfIndex(name: string): boolean {
  return name === INDEX || name.startsWith(`${INDEX}_`);
}

/** Whether it is dropped separately: not a part of the full-text index. */
function isMadeAlone({ name }: SchemaObject): boolean {
  return !isOfIndex(name);
}

function drop(db: Database, { type, name }: SchemaObject): void {
  db.exec(`DROP ${type.toUpperCase()} IF EXISTS "${name.replaceAll('"', '""')}"`);
}
