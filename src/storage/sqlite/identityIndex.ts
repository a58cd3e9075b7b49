import type { Database } from './database.ts';
import { NameHash } from './nameHash.ts';
import { isCalled, type NamedRow, type NamesOfSender, parseNames } from './storedNames.ts';

/** Maximum number of pending names: indexing them takes some 20 ms, which blocks reads. */
const MAX_WAITING = 15_000;

/** Number of messages whose names are read at once, and of names written at once. */
const SLICE = 5000;

/** Number of names known to be absent above which they are forgotten: some pages of an archive. */
const MAX_ABSENT = 2000;

/** Names of one sender in one chat. */
export interface Asked extends NamesOfSender {
  readonly chat: number;
}

/** Names that were looked up, together with those of them that were added since. */
export interface Names {
  /** Finds the row that the first known one of a sender's names refers to. */
  find(chat: number, sender: string, names: readonly string[]): number | undefined;
}

const FIND = `SELECT hash, message FROM identities
  WHERE hash IN (SELECT value FROM json_each(?))`;
const NAMED = 'SELECT id, chat, names FROM messages';
const WRITE = 'INSERT OR IGNORE INTO pending_names (message) SELECT value FROM json_each(?)';
const LOAD = `SELECT m.id, m.chat, m.names FROM pending_names p JOIN messages m ON m.id = p.message
  ORDER BY m.id`;
const INDEX = `INSERT OR REPLACE INTO identities (hash, message)
  SELECT CAST(key AS INTEGER), value FROM json_each(?)`;
const REMOVE = `DELETE FROM identities WHERE hash IN (SELECT value FROM json_each(?))
  AND message IN (SELECT value FROM json_each(?))`;

/**
 * The index of the names of messages, by their hashes. New names are in the row of their message, and
 * inserted into the index in batches, in index order: singly, each would change another page there, two
 * thirds of the cost of storing a message. Until then they are cached here.
 */
export class IdentityIndex implements Names {
  readonly #db: Database;
  readonly #hash: NameHash;
  /** Names not yet indexed: the row of the message by hash. */
  readonly #waiting = new Map<number, number>();
  /** Hashes that were looked up and are not in the index: they are asked for again to be added. */
  readonly #absent = new Set<number>();
  /** Rows with names that are still to be written as pending in this transaction. */
  #fresh: number[] = [];
  #epoch: string | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#hash = new NameHash(db);
  }

  find(chat: number, sender: string, names: readonly string[]): number | undefined {
    return this.lookUp([{ chat, sender, names }]).find(chat, sender, names);
  }

  /** Looks up many names with one query. @returns the index of these names alone */
  lookUp(asked: Iterable<Asked>): Names {
    this.#follow();
    const hashes = new Set<number>();
    let count = 0;
    for (const { chat, sender, names } of asked) {
      for (const name of names) hashes.add(this.#hash.of(chat, sender, name));
      count += names.length;
    }
    const indexed = this.#indexed(hashes);
    // Most of what arrives is new, each with names of its own.
    const mayFind =
      indexed.size > 0 || hashes.size < count || [...hashes].some((one) => this.#waiting.has(one));
    return {
      find: (chat, sender, names) => {
        for (const name of mayFind ? names : []) {
          const hash = this.#hash.of(chat, sender, name);
          const row = this.#waiting.get(hash) ?? indexed.get(hash);
          if (row !== undefined && this.#isCalled(row, { chat, sender, name })) return row;
        }
        return undefined;
      },
    };
  }

  /** Adds names that are in the row of a message, replacing earlier uses; {@link write} must follow. */
  add(chat: number, row: number, added: readonly NamesOfSender[]): void {
    if (added.length === 0) return;
    this.#follow();
    this.#wait(chat, row, added);
    this.#fresh.push(row);
  }

  /** Writes which rows have added names. */
  write(): void {
    if (this.#fresh.length === 0) return;
    this.#db.run(WRITE, JSON.stringify(this.#fresh));
    this.#fresh = [];
    if (this.#waiting.size >= MAX_WAITING) this.flush();
  }

  /** Whether names are pending. */
  get isWaiting(): boolean {
    return this.#db.get('SELECT 1 FROM pending_names LIMIT 1') !== undefined;
  }

  /** Indexes pending names, within a transaction; must precede any removal of messages. */
  flush(): void {
    if (this.#epoch === this.#db.epoch) this.#index(this.#waiting);
    else for (const rows of slices(this.#db.each<NamedRow>(LOAD))) this.#index(this.#hashed(rows));
    this.#db.run('DELETE FROM pending_names');
    this.#forget();
  }

  /**
   * Removes the names of messages that are removed next, within a transaction.
   * @param where selects them
   */
  remove(where: string, ...values: readonly (string | number)[]): void {
    this.flush();
    for (const rows of slices(this.#db.each<NamedRow>(`${NAMED} WHERE ${where}`, ...values))) {
      const hashes = [...this.#hashed(rows).keys()];
      this.#db.run(REMOVE, JSON.stringify(hashes), JSON.stringify(rows.map(({ id }) => id)));
    }
  }

  /** Those of these hashes that are in the index, with the rows of their messages. */
  #indexed(hashes: ReadonlySet<number>): ReadonlyMap<number, number> {
    const unknown = [...hashes].filter((hash) => !this.#absent.has(hash));
    if (unknown.length === 0) return new Map();
    const rows = this.#db.all<{ hash: number; message: number }>(FIND, JSON.stringify(unknown));
    const found = new Map(rows.map(({ hash, message }) => [hash, message]));
    if (this.#absent.size > MAX_ABSENT) this.#absent.clear();
    for (const hash of unknown) if (!found.has(hash)) this.#absent.add(hash);
    return found;
  }

  /** Whether a message has this name, which its hash alone does not prove. */
  #isCalled(id: number, name: { chat: number; sender: string; name: string }): boolean {
    const row = this.#db.get(`${NAMED} WHERE id = ?`, id) as NamedRow | undefined;
    return row !== undefined && isCalled(row, name);
  }

  #wait(chat: number, row: number, added: readonly NamesOfSender[]): void {
    for (const { sender, names } of added) {
      for (const name of names) this.#waiting.set(this.#hash.of(chat, sender, name), row);
    }
  }

  #hashed(rows: readonly NamedRow[]): ReadonlyMap<number, number> {
    const hashed = new Map<number, number>();
    for (const { id, chat, names } of rows) {
      for (const { sender, names: own } of parseNames(names)) {
        for (const name of own) hashed.set(this.#hash.of(chat, sender, name), id);
      }
    }
    return hashed;
  }

  #index(hashed: ReadonlyMap<number, number>): void {
    const sorted = Float64Array.from(hashed.keys()).sort();
    for (let from = 0; from < sorted.length; from += SLICE) {
      const hashes = [...sorted.subarray(from, from + SLICE)];
      const rows = hashes.map((hash) => `"${hash}":${hashed.get(hash) ?? 0}`);
      this.#db.run(INDEX, `{${rows.join(',')}}`);
    }
  }

  #forget(): void {
    this.#waiting.clear();
    this.#absent.clear();
    this.#fresh = [];
    this.#epoch = this.#db.epoch;
  }

  /** Reloads after a write by another window or a rollback. */
  #follow(): void {
    if (this.#epoch === this.#db.epoch) return;
    this.#forget();
    for (const { id, chat, names } of this.#db.each<NamedRow>(LOAD)) {
      this.#wait(chat, id, parseNames(names));
    }
  }
}

function* slices<T>(rows: Iterable<T>): Iterable<T[]> {
  let slice: T[] = [];
  for (const row of rows) {
    slice.push(row);
    if (slice.length < SLICE) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
