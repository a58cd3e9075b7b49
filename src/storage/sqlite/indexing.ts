import { type Database, troubleOf } from './database.ts';
import type { Names } from './names.ts';

/** So many messages are indexed at once that no read waits long for its turn. */
const SLICE = 1000;
/** Indexing waits so long for the writes to end, and so often at most. In milliseconds. */
const WAIT_MS = 100;
const MAX_WAITS = 10;

const INDEX = `INSERT OR REPLACE INTO search (rowid, body, tags)
  SELECT m.id, m.body, 'c' || m.chat || iif(m.file IS NULL, '', ' file')
  FROM unindexed u JOIN messages m ON m.id = u.message ORDER BY u.message LIMIT ${SLICE}`;
const FORGET = `DELETE FROM unindexed WHERE message IN
  (SELECT message FROM unindexed ORDER BY message LIMIT ${SLICE})`;

/** A database, and the names of its messages. */
interface Indexed {
  readonly database: Database;
  readonly names: Names;
}

/**
 * Brings the indexes of words and of names up to what is kept: when nothing else is to be done, or before a search.
 * Writing a message costs a third of indexing it, and nobody searches while thousands come.
 */
export class Indexing {
  readonly #opened: () => Indexed;
  readonly #isBusy: () => boolean;
  #isPlanned = false;
  #waits = 0;

  /**
   * @param opened the one that is open now: it may be replaced in between
   * @param isBusy whether something more urgent is to be done
   */
  constructor(opened: () => Indexed, isBusy: () => boolean) {
    this.#opened = opened;
    this.#isBusy = isBusy;
  }

  /** Messages may have been written: they are indexed soon. */
  plan(ms = WAIT_MS): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      if (this.#isBusy() && this.#waits < MAX_WAITS) {
        this.#waits += 1;
        this.plan();
      } else {
        this.#waits = 0;
        if (this.#tryStep()) this.plan(0);
      }
    }, ms);
  }

  /**
   * Indexes all words that are kept now. A locked database is left as it is: it is better to find what was
   * indexed before than to wait. @throws Error
   */
  async complete(): Promise<void> {
    const sql = 'SELECT count(*) AS waiting FROM unindexed';
    const waiting =
      (this.#opened().database.get(sql) as { waiting: number } | undefined)?.waiting ?? 0;
    for (let left = waiting; left > 0; left -= SLICE) {
      try {
        if (!this.#step()) return;
      } catch (error) {
        if (troubleOf(error) !== 'busy') throw error;
        return;
      }
      await new Promise(setImmediate);
    }
  }

  #tryStep(): boolean {
    try {
      return this.#step();
    } catch {
      // What it is hears whoever writes or searches next, and the index waits for that, too.
      return false;
    }
  }

  /** Result: whether there may be more. */
  #step(): boolean {
    const { database, names } = this.#opened();
    // Under load, those who write see to it themselves before it gets too much.
    if (names.isWaiting && !this.#isBusy()) {
      database.transaction(() => {
        names.merge();
      });
    }
    const sql = 'SELECT 1 FROM unindexed LIMIT 1';
    if (!database.get(sql)) return false;
    return database.transaction(() => {
      database.run(INDEX);
      return database.run(FORGET) === SLICE;
    });
  }
}
