import type { Database } from './database.ts';
import { troubleOf } from './storageError.ts';

/** Initial and maximum number of writes per transaction. */
const SMALL_BATCH = 8;
const LARGE_BATCH = 4096;
/** Target duration of a transaction, which blocks reads, in milliseconds. */
const FAST_MS = 30;
const SLOW_MS = 100;
/** Longest gap between the writes of a burst, in milliseconds. */
const PAUSE_MS = 50;
/** Delay between attempts on a locked database, and when to give up, in milliseconds. */
export const RETRY_MS = 25;
const GIVE_UP_MS = 60_000;

/** A write; `work` is repeated after a rollback or when the database is locked. */
interface Job {
  readonly work: () => unknown;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
  readonly since: number;
}

/**
 * Runs writes in batches, in order, and reads immediately. A job that finds the database locked is
 * retried later; only later writes wait for a write.
 */
export class Queue {
  readonly #database: () => Database;
  #writes: Job[] = [];
  #isPlanned = false;
  /** Number of writes per transaction, which grows while they are fast. */
  #batch = SMALL_BATCH;
  #wroteAt = -Infinity;

  /** Whether writes are pending, or more are likely to follow soon. */
  get isBusy(): boolean {
    return this.#writes.length > 0 || performance.now() - this.#wroteAt < PAUSE_MS;
  }

  /** @param database returns the open database, which may have been replaced */
  constructor(database: () => Database) {
    this.#database = database;
  }

  /** Resolves once committed to disk. @throws what `work` throws, having changed nothing */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = resolve as (result: unknown) => void;
      this.#writes.push({ work, done, failed: reject, since: performance.now() });
      if (!this.#isPlanned) this.#plan(0);
    });
  }

  read<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const since = performance.now();
      const attempt = () => {
        try {
          resolve(work());
        } catch (error) {
          if (isToBeRetried(error, since)) setTimeout(attempt, RETRY_MS);
          else reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      attempt();
    });
  }

  /** Schedules a batch: all writes queued by then, also during a transaction, share the next. */
  #plan(ms: number): void {
    this.#isPlanned = true;
    const next = () => {
      const isFree = this.#doBatch();
      this.#isPlanned = false;
      if (this.#writes.length > 0) this.#plan(isFree ? 0 : RETRY_MS);
    };
    if (ms > 0) setTimeout(next, ms);
    else setImmediate(next);
  }

  /** Runs the pending writes, or as many as are fast. @returns as {@link #do} */
  #doBatch(): boolean {
    const jobs = this.#writes.splice(0, this.#batch);
    const isFull = jobs.length === this.#batch;
    const began = performance.now();
    const isFree = this.#do(jobs);
    const took = performance.now() - began;
    if (took > SLOW_MS) this.#batch = Math.max(SMALL_BATCH, this.#batch / 2);
    else if (took < FAST_MS && isFull) this.#batch = Math.min(LARGE_BATCH, this.#batch * 2);
    return isFree;
  }

  /** @returns false if the database is locked */
  #do(jobs: readonly Job[]): boolean {
    let results: readonly unknown[];
    try {
      results = this.#database().transaction(() => jobs.map(({ work }) => work()));
    } catch (error) {
      return this.#recover(jobs, error);
    }
    this.#wroteAt = performance.now();
    for (const [index, { done }] of jobs.entries()) done(results[index]);
    return true;
  }

  #recover(jobs: readonly Job[], error: unknown): boolean {
    if (troubleOf(error) === 'busy') {
      const patient = jobs.filter(({ since }) => isToBeRetried(error, since));
      this.#writes.unshift(...patient);
      for (const job of jobs) if (!patient.includes(job)) job.failed(error);
      return false;
    }
    if (jobs.length === 1) {
      for (const job of jobs) job.failed(error);
      return true;
    }
    // One of them causes the error: bisects to find it.
    const half = jobs.length >> 1;
    const others = this.#writes.length;
    if (this.#do(jobs.slice(0, half))) return this.#do(jobs.slice(half));
    // The rest of the first half is at the front of the queue again; the second goes behind it.
    this.#writes.splice(this.#writes.length - others, 0, ...jobs.slice(half));
    return false;
  }
}

function isToBeRetried(error: unknown, since: number): boolean {
  return troubleOf(error) === 'busy' && performance.now() - since < GIVE_UP_MS;
}
