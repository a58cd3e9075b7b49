import type { Database } from './database.ts';
import { IdleWork } from './idleWork.ts';
import { troubleOf } from './storageError.ts';

/** What was deleted is off the disk after about so long. In milliseconds. */
const WAIT_MS = 15_000;
/** Who writes much is left alone for so long. */
const BUSY_MS = 2000;
/** Between two steps, so that others have their turn, and for all of them when the thread ends. */
const PAUSE_MS = 10;
const LAST_MS = 2000;
/** So many pages of the index are written in a step. */
const STEP_PAGES = 64;

/**
 * FTS5 marks what is deleted, and leaves its words until parts of the index are merged; the marks are rows of
 * its data from here on (segments above 2^16; https://sqlite.org/fts5.html §6.8).
 */
const HAS_DELETED_WORDS = 'SELECT 1 FROM search_data WHERE id >= 1 << 53 LIMIT 1';
const MERGE = `INSERT INTO search (search, rank) VALUES ('merge', ?)`;
const CHANGES = 'SELECT total_changes() AS count';

/**
 * Takes what was deleted or changed off the disk: SQLite overwrites it in the file (`secure_delete`), the words are merged
 * out of the index, and the log, which has all of it as it was, is emptied.
 */
export class Cleanup {
  readonly #database: () => Database;
  readonly #work: IdleWork;
  /** Whether a merge of the whole index was begun. */
  #isMerging = false;

  /**
   * @param database the one that is open now: it may be replaced in between
   * @param isBusy whether something more urgent is to be done
   */
  constructor(database: () => Database, isBusy: () => boolean) {
    this.#database = database;
    this.#work = new IdleWork({ isBusy, busyMs: BUSY_MS, step: () => this.#tryStep() });
  }

  /** Something may have been deleted or changed: it is off the disk soon. */
  plan(): void {
    this.#work.plan(WAIT_MS);
  }

  /** Does as much of it as there is time for. */
  finish(): void {
    const end = performance.now() + LAST_MS;
    while (performance.now() < end && this.#tryStep() === PAUSE_MS);
  }

  /** Result: after how many ms to go on; `undefined` when all is done. */
  #tryStep(): number | undefined {
    try {
      return this.#step() ? PAUSE_MS : undefined;
    } catch (error) {
      this.#isMerging = false;
      // What else it is hears whoever uses the index next.
      return troubleOf(error) === 'busy' ? WAIT_MS : undefined;
    }
  }

  /** Result: whether there is more to do. @throws Error */
  #step(): boolean {
    const database = this.#database();
    if (database.get(HAS_DELETED_WORDS)) {
      database.transaction(() => {
        const before = changesOf(database);
        // A negative number begins with all of the index, a positive one goes on.
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
