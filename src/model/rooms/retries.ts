import type { Clock } from '../../base/clock.ts';

/** Delays before a room is joined, or pinged, again, in milliseconds. */
const DELAYS_MS = [10, 30, 60, 120, 300, 900].map((seconds) => seconds * 1000);
/** Added to a delay at most, as a share of it: all occupants come back when a service does. */
const SPREAD = 0.2;

/** Whether something is repeated by itself. */
export interface Again {
  /** The first delay, in {@link DELAYS_MS}. */
  readonly first: number;
  readonly most: number;
}

export const NEVER: Again = { first: 0, most: 0 };
/** Once, after 10 s. */
export const ONCE: Again = { first: 0, most: 1 };
/** Once, after 30 s. */
export const ONCE_LATER: Again = { first: 1, most: 1 };
/** From 10 s on, slower each time. */
export const SOON: Again = { first: 0, most: Infinity };
/** From 30 s on, slower each time. */
export const LATER: Again = { first: 1, most: Infinity };

/** Counts repetitions, and delays each more than the last. */
export class Retries {
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The delay before the next repetition, in milliseconds; `undefined` if there is none. */
  next({ first, most }: Again): number | undefined {
    if (this.#count >= most) return undefined;
    const delay = DELAYS_MS[Math.min(first + this.#count, DELAYS_MS.length - 1)] ?? 0;
    this.#count += 1;
    return Math.round(delay * (1 + SPREAD * this.#clock.random()));
  }

  /** It succeeded, or the user asks. */
  reset(): void {
    this.#count = 0;
  }
}
