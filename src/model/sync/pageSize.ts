import type { Clock } from '../../base/clock.ts';

const FIRST = 50;
const LEAST = 10;
/** Servers rarely return larger pages. */
const MOST = 250;
/** Target duration of a page: long enough to outweigh a round trip, short enough to wait for. */
const FAST_MS = 500;
const SLOW_MS = 3000;

/** Number of messages to request from an archive at once: more if it is fast, fewer if slow. */
export class PageSize {
  readonly #clock: Clock;
  #max = FIRST;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get max(): number {
    return this.#max;
  }

  /** Requests no more than fits at once: the rest of a larger page would be sent twice. */
  limit(count: number): void {
    this.#max = Math.max(LEAST, Math.min(this.#max, count));
  }

  /** Adapts to how long a page takes. */
  async measure<T>(fetch: () => Promise<T>): Promise<T> {
    const since = this.#clock.monotonic();
    const page = await fetch();
    const took = this.#clock.monotonic() - since;
    if (took < FAST_MS) this.#max = Math.min(MOST, this.#max * 2);
    else if (took > SLOW_MS) this.#max = Math.max(LEAST, Math.floor(this.#max / 2));
    return page;
  }
}
