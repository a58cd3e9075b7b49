import type { Clock } from '../../base/clock.ts';

const FIRST_MS = 2000;
const FOCUSED_CAP_MS = 60_000;
const UNFOCUSED_CAP_MS = 300_000;

/** How long to wait between attempts: exponential with full jitter, so that clients spread out. */
export class Backoff {
  readonly #clock: Clock;
  #attempts = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The longest wait in milliseconds: shorter while somebody is looking. */
  static cap(focused: boolean): number {
    return focused ? FOCUSED_CAP_MS : UNFOCUSED_CAP_MS;
  }

  /** The next wait in milliseconds, at random below a bound that doubles each time. */
  next(focused: boolean): number {
    const bound = Math.min(Backoff.cap(focused), FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.floor(this.#clock.random() * bound);
  }

  /** The connection held, so the next loss starts from the beginning. */
  reset(): void {
    this.#attempts = 0;
  }
}
