import type { Clock } from '../../base/clock.ts';

/** Maximum number of people per day of whose first message the user is notified. */
const MAX_PER_DAY = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Limits how often those who are not in the contacts disturb the user. */
export class StrangerLimit {
  readonly #clock: Clock;
  /** When the last ones were admitted, by the monotonic clock. */
  #admitted: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one more may be notified of, which then counts. */
  admit(): boolean {
    const now = this.#clock.monotonic();
    this.#admitted = this.#admitted.filter((time) => now - time < DAY_MS);
    if (this.#admitted.length >= MAX_PER_DAY) return false;
    this.#admitted = [...this.#admitted, now];
    return true;
  }
}
