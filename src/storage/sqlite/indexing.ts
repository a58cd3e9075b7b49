import { shownTexts } from '../../model/history.ts';
import { indexTerms } from '../../model/searchWords.ts';
import type { Database } from './database.ts';
import { IdleWork } from './idleWork.ts';
import { troubleOf } from './storageError.ts';
import type { IdentityIndex } from './identityIndex.ts';
import { type MessageRow, toFile } from './rows.ts';

/** So many messages, of so many UTF-16 code units, are indexed at once that no read waits long for its turn. */
const SLICE = 1000;
const SLICE_LENGTH = 500_000;
/** Indexing waits so long for the writes to end. In milliseconds. */
const WAIT_MS = 100;

const WAITING = `SELECT u.message AS id, m.chat, m.body, m.file
  FROM pending_fts u LEFT JOIN messages m ON m.id = u.message ORDER BY u.message LIMIT ${SLICE}`;
const INDEX = 'INSERT OR REPLACE INTO search (rowid, body, tags) VALUES (?, ?, ?)';
const FORGET = 'DELETE FROM pending_fts WHERE message <= ?';

type Waiting = Pick<MessageRow, 'id' | 'chat' | 'body' | 'file'>;

/** A database, and the names of its messages. */
interface Indexed {
  readonly database: Database;
  readonly names: IdentityIndex;
}

/**
 * Brings the indexes of words and of names up to what is kept: when nothing else is to be done, or before a search.
 * Writing a message costs a third of indexing it, and nobody searches while thousands come.
 */
export class Indexing {
  readonly #opened: () => Indexed;
  readonly #isBusy: () => boolean;
  readonly #work: IdleWork;

  /**
   * @param opened the one that is open now: it may be replaced in between
   * @param isBusy whether something more urgent is to be done
   */
  constructor(opened: () => Indexed, isBusy: () => boolean) {
    this.#opened = opened;
    this.#isBusy = isBusy;
    const step = () => (this.#tryStep() ? 0 : undefined);
    this.#work = new IdleWork({ isBusy, busyMs: WAIT_MS, step });
  }

  /** Messages may have been written: they are indexed soon. */
  plan(): void {
    this.#work.plan(WAIT_MS);
  }

  /**
   * Indexes all words that are kept now. A locked database is left as it is: it is better to find what was
   * indexed before than to wait. @throws Error
   */
  async complete(): Promise<void> {
    const sql = 'SELECT count(*) AS waiting FROM pending_fts';
    const waiting =
      (this.#opened().database.get(sql) as { waiting: number } | undefined)?.waiting ?? 0;
    for (let left = waiting; left > 0;) {
      try {
        const indexed = this.#step();
        if (indexed === 0) return;
        left -= indexed;
      } catch (error) {
        if (troubleOf(error) !== 'busy') throw error;
        return;
      }
      await new Promise(setImmediate);
    }
  }

  #tryStep(): boolean {
    try {
      return this.#step() > 0;
    } catch {
      // What it is hears whoever writes or searches next, and the index waits for that, too.
      return false;
    }
  }

  /** Result: how many messages were indexed. @throws Error */
  #step(): number {
    const { database, names } = this.#opened();
    // Under load, those who write see to it themselves before it gets too much.
    if (names.isWaiting && !this.#isBusy()) {
      database.transaction(() => {
        names.flush();
      });
    }
    const sql = 'SELECT 1 FROM pending_fts LIMIT 1';
    if (!database.get(sql)) return 0;
    return database.transaction(() => {
      const waiting = nextOf(database);
      for (const { id, chat, body, file } of waiting) {
        // `null` where the message is gone.
        if ((body as string | null) === null) continue;
        const announced = toFile(file);
        const text = shownTexts({ body, ...(announced && { file: announced }) }).join('\n');
        database.run(INDEX, id, indexTerms(text), `c${chat}${file === null ? '' : ' file'}`);
      }
      database.run(FORGET, waiting.at(-1)?.id ?? 0);
      return waiting.length;
    });
  }
}

/** The first of those that wait, as many as are indexed at once. */
function nextOf(database: Database): readonly Waiting[] {
  const waiting: Waiting[] = [];
  let length = 0;
  for (const row of database.each<Waiting>(WAITING)) {
    waiting.push(row);
    length += (row.body as string | null)?.length ?? 0;
    if (length > SLICE_LENGTH) break;
  }
  return waiting;
}
