import { type Database, troubleOf } from './database.ts';

/** Writes that arrive within this time share a transaction. In milliseconds. */
const GATHER_MS = 2;
/** A transaction's writes at most, so that a read never waits long for its turn. */
const BATCH = 500;
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

  /** @param database the one that is open now: it may be replaced in between. */
  constructor(database: () => Database) {
    this.#database = database;
  }

  /** Resolves when it is on disk. @throws what `work` does, having changed nothing */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = resolve as (result: unknown) => void;
      this.#writes.push({ work, done, failed: reject, since: performance.now() });
      if (!this.#isPlanned) this.#plan(GATHER_MS);
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

  #plan(ms: number): void {
    this.#isPlanned = true;
    setTimeout(() => {
      const isFree = this.#do(this.#writes.splice(0, BATCH));
      this.#isPlanned = false;
      if (this.#writes.length > 0) this.#plan(isFree ? GATHER_MS : RETRY_MS);
    }, ms);
  }

  /** Result: false where the database is locked. */
  #do(jobs: readonly Job[]): boolean {
    let results: readonly unknown[];
    try {
      results = this.#database().transaction(() => jobs.map(({ work }) => work()));
    } catch (error) {
      return this.#recover(jobs, error);
    }
    for (const [index, { done }] of jobs.entries()) done(results[index]);
    return true;
  }

  #recover(jobs: readonly Job[], error: unknown): boolean {
    const [first, ...others] = jobs;
    if (!first) return true;
    if (troubleOf(error) === 'busy') {
      const patient = jobs.filter(({ since }) => isToBeRetried(error, since));
      this.#writes.unshift(...patient);
      for (const job of jobs) if (!patient.includes(job)) job.failed(error);
      return false;
    }
    if (others.length === 0) {
      first.failed(error);
      return true;
    }
    // One of them is to blame, so that each is tried alone.
    return jobs.every((job, index) => {
      const isFree = this.#do([job]);
      // It waits in front again, and behind it whatever was not tried.
      if (!isFree) this.#writes.splice(1, 0, ...jobs.slice(index + 1));
      return isFree;
    });
  }
}

function isToBeRetried(error: unknown, since: number): boolean {
  return troubleOf(error) === 'busy' && performance.now() - since < GIVE_UP_MS;
}
