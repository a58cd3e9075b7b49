import type { Clock } from '../../base/clock.ts';

const FIRST_MS = 2000;
const FOCUSED_CAP_MS = 60_000;
const UNFOCUSED_CAP_MS = 300_000;

/** The delay between attempts: exponential with full jitter, so that clients spread out. */
export class Backoff {
  readonly #clock: Clock;
  #attempts = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The maximum delay in milliseconds: shorter while the user is active. */
  static cap(focused: boolean): number {
    return focused ? FOCUSED_CAP_MS : UNFOCUSED_CAP_MS;
  }

  /** The next delay in milliseconds, random below a bound that doubles each time. */
  next(focused: boolean): number {
    const bound = Math.min(Backoff.cap(focused), FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.floor(this.#clock.random() * bound);
  }

  /** Resets the bound, after a connection proved stable. */
  reset(): void {
    this.#attempts = 0;
  }
}
