import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { MIGRATIONS } from './schema.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;

/** Pages of 4 KiB: thousands of messages go from the log into the file at once. */
const CHECKPOINT_PAGES = 4000;
const CACHE_KIB = 16_384;

/** The file was written by a later version of ours. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

/** What went wrong, as far as anybody does something about it. */
export type Trouble = 'busy' | 'full' | 'damaged' | 'newer' | 'other';

export function troubleOf(error: unknown): Trouble {
  if (error instanceof NewerSchema) return 'newer';
  const errcode: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  // The low byte of an extended code is its primary one.
  switch (typeof errcode === 'number' ? errcode & 0xff : undefined) {
    case BUSY:
      return 'busy';
    case FULL:
      return 'full';
    case CORRUPT:
    case NOT_A_DATABASE:
      return 'damaged';
    default:
      return 'other';
  }
}

/** An open database, its statements prepared once each. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #transactions = 0;
  #undone = 0;
  /** Changes when another connection has written (https://sqlite.org/pragma.html#pragma_data_version). */
  #dataVersion = 0;

  /** Opens or makes a file, and brings it to the schema's version. @throws Error */
  constructor(file: string) {
    makePrivate(file);
    this.#connection = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    try {
      // Whoever finds it locked comes back later, and does not stand and wait.
      this.exec('PRAGMA busy_timeout = 0');
      this.exec('PRAGMA journal_mode = WAL');
      // What was answered outlives a loss of power, too.
      this.exec('PRAGMA synchronous = FULL');
      this.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      this.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
      this.#migrate();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** How many transactions were begun. */
  get transactions(): number {
    return this.#transactions;
  }

  /** What was known of the content holds as long as this stays the same: nobody else has changed it. */
  get epoch(): string {
    return `${this.#dataVersion}/${this.#undone}`;
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** The first row, if any. */
  get(sql: string, ...values: SQLInputValue[]): unknown {
    return this.#prepare(sql).get(...values);
  }

  /** One row after the other, as they are found. */
  each<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values) as Iterable<unknown> as Iterable<Row>;
  }

  /** Result: how many rows were changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Does it all or, when it throws, nothing. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    this.#transactions += 1;
    try {
      const [version] = this.all<{ data_version: number }>('PRAGMA data_version');
      this.#dataVersion = version?.data_version ?? 0;
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #rollBack(): void {
    this.#undone += 1;
    try {
      this.exec('ROLLBACK');
    } catch {
      // Some errors, such as a full disk, have ended the transaction already.
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #migrate(): void {
    if (this.#version() === MIGRATIONS.length) return;
    this.transaction(() => {
      // Another window may have been quicker.
      const version = this.#version();
      if (version > MIGRATIONS.length) throw new NewerSchema();
      for (const step of MIGRATIONS.slice(version)) this.exec(step);
      this.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    });
  }

  #version(): number {
    return this.all<{ user_version: number }>('PRAGMA user_version')[0]?.user_version ?? 0;
  }
}

/** Renames a database and what belongs to it. Result: its new name. */
export function setAside(file: string, now: Date): string {
  const aside = `${file}.corrupt-${now.toISOString().replace(/[:.]/gu, '-')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

/** SQLite gives its other files the mode of this one. */
function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
