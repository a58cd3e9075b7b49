import { asFiles, shownTexts } from '../../model/history.ts';
import { indexTerms } from '../../model/searchWords.ts';
import type { Database } from './database.ts';
import { IdleWork } from './idleWork.ts';
import { troubleOf } from './storageError.ts';
import type { IdentityIndex } from './identityIndex.ts';
import { type MessageRow, toFiles } from './rows.ts';

/** Maximum number of messages indexed per transaction, so that no read is blocked for long. */
const SLICE = 1000;
/** Maximum length of their text, in UTF-16 code units. */
const SLICE_LENGTH = 500_000;
/** Delay of indexing after a write, in milliseconds. */
const WAIT_MS = 100;

const WAITING = `SELECT u.message AS id, m.chat, m.body, m.file
  FROM pending_fts u LEFT JOIN messages m ON m.id = u.message ORDER BY u.message LIMIT ${SLICE}`;
const INDEX = 'INSERT OR REPLACE INTO search (rowid, body, tags) VALUES (?, ?, ?)';
const FORGET = 'DELETE FROM pending_fts WHERE message <= ?';

type Waiting = Pick<MessageRow, 'id' | 'chat' | 'body' | 'file'>;

/** A database and its identity index. */
interface Indexed {
  readonly database: Database;
  readonly names: IdentityIndex;
}

/**
 * Updates the full-text and identity indexes when idle, or before a search. Writing a message
 * costs a third of indexing it, and users do not search while thousands arrive.
 */
export class Indexing {
  readonly #opened: () => Indexed;
  readonly #isBusy: () => boolean;
  readonly #work: IdleWork;

  /**
   * @param opened returns the open database, which may have been replaced
   * @param isBusy whether more urgent work is pending
   */
  constructor(opened: () => Indexed, isBusy: () => boolean) {
    this.#opened = opened;
    this.#isBusy = isBusy;
    const step = () => (this.#tryStep() ? 0 : undefined);
    this.#work = new IdleWork({ isBusy, busyMs: WAIT_MS, step });
  }

  /** Schedules the indexing of messages that may have been written. */
  plan(): void {
    this.#work.plan(WAIT_MS);
  }

  /**
   * Indexes all messages stored now. Stops when the database is locked: a search of what is already
   * indexed is better than waiting. @throws Error
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
      // The error is reported to the next caller that writes or searches, after which this resumes.
      return false;
    }
  }

  /** @returns the number of messages indexed. @throws Error */
  #step(): number {
    const { database, names } = this.#opened();
    // Under load, writes flush the names themselves once too many are pending.
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
        // `null` if the message was deleted.
        if ((body as string | null) === null) continue;
        const text = shownTexts({ body, ...asFiles(toFiles(file)) }).join('\n');
        database.run(INDEX, id, indexTerms(text), `c${chat}${file === null ? '' : ' file'}`);
      }
      database.run(FORGET, waiting.at(-1)?.id ?? 0);
      return waiting.length;
    });
  }
}

/** The first pending messages, as many as one transaction indexes. */
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
