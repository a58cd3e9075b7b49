import type { Database } from './database.ts';
import { troubleOf } from './storageError.ts';

/** A transaction's writes at first, and at most. */
const SMALL_BATCH = 8;
const LARGE_BATCH = 4096;
/** A transaction is to take about so long: reads wait for it. In milliseconds. */
const FAST_MS = 30;
const SLOW_MS = 100;
/** Who writes much pauses no longer than that. In milliseconds. */
const PAUSE_MS = 50;
/** How long to stay away from a locked database, and when to give up. In milliseconds. */
const RETRY_MS = 25;
const GIVE_UP_MS = 60_000;

/** Something to be done, once or, where it is undone or the database is locked, again. */
interface Job {
  readonly work: () => unknown;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
  readonly since: number;
}

/**
 * Does writes in batches, in their order, and reads at once. Whatever finds the database locked is
 * tried again later; only the others wait for it that have to.
 */
export class Queue {
  readonly #database: () => Database;
  #writes: Job[] = [];
  #isPlanned = false;
  /** How many writes a transaction takes: more while they are quick. */
  #batch = SMALL_BATCH;
  #wroteAt = -Infinity;

  /** Whether something waits to be written, or more is likely to come at once. */
  get isBusy(): boolean {
    return this.#writes.length > 0 || performance.now() - this.#wroteAt < PAUSE_MS;
  }

  /** @param database the one that is open now: it may be replaced in between. */
  constructor(database: () => Database) {
    this.#database = database;
  }

  /** Resolves when it is on disk. @throws what `work` does, having changed nothing */
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

  /** What has come by then, also during a transaction, shares the next one. */
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

  /** What waits, or a part of it that does not take long. Result: as that of {@link #do}. */
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

  /** Result: false where the database is locked. */
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
    // One of them is to blame: it is looked for by halves.
    const half = jobs.length >> 1;
    const others = this.#writes.length;
    if (this.#do(jobs.slice(0, half))) return this.#do(jobs.slice(half));
    // What is left of the first half waits in front again, and behind it the second.
    this.#writes.splice(this.#writes.length - others, 0, ...jobs.slice(half));
    return false;
  }
}

function isToBeRetried(error: unknown, since: number): boolean {
  return troubleOf(error) === 'busy' && performance.now() - since < GIVE_UP_MS;
}
