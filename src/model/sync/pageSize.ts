import type { Clock } from '../../base/clock.ts';

const FIRST_SIZE = 50;
const MIN_SIZE = 10;
/** Servers rarely return larger pages. */
const MAX_SIZE = 250;
/** Target duration of a page: long enough to outweigh a round trip, short enough to wait for. */
const FAST_MS = 500;
const SLOW_MS = 3000;

/** Number of messages to request from an archive at once: more if it is fast, fewer if slow. */
export class PageSize {
  readonly #clock: Clock;
  #max = FIRST_SIZE;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get max(): number {
    return this.#max;
  }

  /** Requests no more than fits at once: the rest of a larger page would be sent twice. */
  limit(count: number): void {
    this.#max = Math.max(MIN_SIZE, Math.min(this.#max, count));
  }

  /** Adapts to how long a page takes. */
  async measure<T>(fetch: () => Promise<T>): Promise<T> {
    const since = this.#clock.monotonic();
    const page = await fetch();
    const took = this.#clock.monotonic() - since;
    if (took < FAST_MS) this.#max = Math.min(MAX_SIZE, this.#max * 2);
    else if (took > SLOW_MS) this.#max = Math.max(MIN_SIZE, Math.floor(this.#max / 2));
    return page;
  }
}
