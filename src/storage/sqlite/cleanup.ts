import type { Database } from './database.ts';
import { IdleWork } from './idleWork.ts';
import { troubleOf } from './storageError.ts';

/** Approximate delay until deleted data is erased from disk, in milliseconds. */
const WAIT_MS = 15_000;
/** Delay before retrying while many writes are pending, in milliseconds. */
const BUSY_MS = 2000;
/** Pause between two steps, so that other jobs can run, in milliseconds. */
const PAUSE_MS = 10;
/** Maximum time for the remaining steps when the thread ends, in milliseconds. */
const LAST_MS = 2000;
/** Number of index pages written per step. */
const STEP_PAGES = 64;

/**
 * FTS5 marks deleted rows with tombstones, and their terms remain until segments are merged; the
 * tombstones are rows of its data from this id on (segments above 2^16;
 * https://sqlite.org/fts5.html §6.8).
 */
const HAS_DELETED_WORDS = 'SELECT 1 FROM search_data WHERE id >= 1 << 53 LIMIT 1';
const MERGE = `INSERT INTO search (search, rank) VALUES ('merge', ?)`;
const CHANGES = 'SELECT total_changes() AS count';

/**
 * Erases deleted or changed data from disk: SQLite overwrites it in the file (`secure_delete`), its
 * terms are merged out of the index, and the write-ahead log, which still holds all of it, is
 * truncated.
 */
export class Cleanup {
  readonly #database: () => Database;
  readonly #work: IdleWork;
  /** Whether a merge of the whole index is in progress. */
  #isMerging = false;

  /**
   * @param database returns the open database, which may have been replaced
   * @param isBusy whether more urgent work is pending
   */
  constructor(database: () => Database, isBusy: () => boolean) {
    this.#database = database;
    this.#work = new IdleWork({ isBusy, busyMs: BUSY_MS, step: () => this.#tryStep() });
  }

  /** Schedules the erasure of what may have been deleted or changed. */
  plan(): void {
    this.#work.plan(WAIT_MS);
  }

  /** Does as much of the work as {@link LAST_MS} allows. */
  finish(): void {
    const end = performance.now() + LAST_MS;
    while (performance.now() < end && this.#tryStep() === PAUSE_MS);
  }

  /** @returns the delay of the next step in milliseconds; `undefined` when done */
  #tryStep(): number | undefined {
    try {
      return this.#step() ? PAUSE_MS : undefined;
    } catch (error) {
      this.#isMerging = false;
      // Any other error is reported to the next caller that uses the index.
      return troubleOf(error) === 'busy' ? WAIT_MS : undefined;
    }
  }

  /** @returns whether more remains. @throws Error */
  #step(): boolean {
    const database = this.#database();
    if (database.get(HAS_DELETED_WORDS)) {
      database.transaction(() => {
        const before = changesOf(database);
        // A negative number starts a merge of the whole index, a positive one continues it.
        database.run(MERGE, this.#isMerging ? STEP_PAGES : -STEP_PAGES);
        this.#isMerging = changesOf(database) - before >= 2;
      });
      return true;
    }
    this.#isMerging = false;
    database.checkpoint();
    return false;
  }
}

function changesOf(database: Database): number {
  return (database.get(CHANGES) as { count: number }).count;
}
