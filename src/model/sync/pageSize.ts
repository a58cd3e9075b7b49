import type { Clock } from '../../base/clock.ts';

const FIRST = 50;
const LEAST = 10;
/** Servers give no larger pages as a rule. */
const MOST = 250;
/** A page is to take about so long: a round trip counts little then, and nobody waits for long. */
const FAST_MS = 500;
const SLOW_MS = 3000;

/** How many messages to ask an archive for at once: more where that is quick, fewer where it is not. */
export class PageSize {
  readonly #clock: Clock;
  #max = FIRST;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get max(): number {
    return this.#max;
  }

  /** A page of more is more than can be held at once: what is left of it would come twice. */
  limit(count: number): void {
    this.#max = Math.max(LEAST, Math.min(this.#max, count));
  }

  /** Learns from how long a page takes. */
  async measure<T>(fetch: () => Promise<T>): Promise<T> {
    const since = this.#clock.monotonic();
    const page = await fetch();
    const took = this.#clock.monotonic() - since;
    if (took < FAST_MS) this.#max = Math.min(MOST, this.#max * 2);
    else if (took > SLOW_MS) this.#max = Math.max(LEAST, Math.floor(this.#max / 2));
    return page;
  }
}
