import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { mendSchema, OBJECTS, rebuildIndex, type SchemaObject } from './mending.ts';
import { ASIDE } from './quarantine.ts';
import { MIGRATIONS } from './schema.ts';
import { Busy, Damaged, NewerSchema } from './storageError.ts';

/** Pages of 4 KiB per checkpoint: thousands of messages move from the log to the file at once. */
const CHECKPOINT_PAGES = 3000;
const CACHE_KIB = 8192;

/** An open database with a cache of prepared statements. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #transactions = 0;
  #undone = 0;
  /** Changes after other connections write (https://sqlite.org/pragma.html#pragma_data_version). */
  #dataVersion = 0;
  /** Whether the schema was damaged on opening, and repaired. */
  readonly wasMended: boolean;

  /** Opens or creates a file, and migrates it to the current schema. @throws Error */
  constructor(file: string) {
    makePrivate(file);
    this.#connection = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    try {
      // A caller that finds it locked retries later instead of blocking.
      this.exec('PRAGMA busy_timeout = 0');
      this.exec('PRAGMA journal_mode = WAL');
      // Confirmed writes survive a loss of power, too.
      this.exec('PRAGMA synchronous = FULL');
      this.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      this.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
      // Deleted data is overwritten (https://sqlite.org/pragma.html#pragma_secure_delete).
      this.exec('PRAGMA secure_delete = ON');
      // The file may be damaged, or written by another program.
      this.exec('PRAGMA cell_size_check = ON');
      this.exec('PRAGMA trusted_schema = OFF');
      this.#migrate();
      this.wasMended = mendSchema(this, EXPECTED());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Number of transactions begun. */
  get transactions(): number {
    return this.#transactions;
  }

  /** Cached content is valid while this is unchanged: no other connection has written. */
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

  /** Iterates over the rows as they are found. */
  each<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values) as Iterable<unknown> as Iterable<Row>;
  }

  /** @returns the number of rows changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Runs `work` in a transaction, which is rolled back when it throws. */
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

  /** Rebuilds the full-text index. @throws Error */
  rebuildIndex(): void {
    this.transaction(() => {
      rebuildIndex(this, EXPECTED());
    });
  }

  /** Checkpoints and truncates the log. @throws Error while another connection uses it */
  checkpoint(): void {
    const [result] = this.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    if (result?.busy !== 0) throw new Busy();
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
      // Some errors, such as a full disk, have rolled back the transaction already.
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
      // Another window may have migrated it in the meantime.
      const version = this.#version();
      if (version > MIGRATIONS.length) throw new NewerSchema();
      const isNew = !this.get('SELECT 1 FROM sqlite_schema');
      if (version < 0 || (version === 0) !== isNew) throw new Damaged(`it has version ${version}`);
      for (const step of MIGRATIONS.slice(version)) this.exec(step);
      this.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    });
  }

  #version(): number {
    return this.all<{ user_version: number }>('PRAGMA user_version')[0]?.user_version ?? 0;
  }
}

/** The schema as the migrations create it. */
const EXPECTED = once((): ReadonlyMap<string, SchemaObject> => {
  const fresh = new DatabaseSync(':memory:');
  for (const step of MIGRATIONS) fresh.exec(step);
  const objects = fresh.prepare(OBJECTS).all() as unknown as readonly SchemaObject[];
  fresh.close();
  return new Map(objects.map((object) => [object.name, object]));
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Renames a database and its accompanying files. @returns its new name */
export function quarantine(file: string, now: Date): string {
  const aside = `${file}${ASIDE}${now.toISOString().replace(/[:.]/gu, '-')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

/** Restricts the file to the user; SQLite gives its accompanying files the same mode. */
function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
