import type { Clock } from '../../base/clock.ts';

/** The time that a speed is the average of, in ms. */
const WINDOW_MS = 5000;
/** Least time between two samples, in ms. */
const SAMPLE_MS = 250;

/** The speed of a transfer, as the average of the last seconds. */
export class Speed {
  readonly #clock: Clock;
  readonly #samples: { readonly at: number; readonly bytes: number }[];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#samples = [{ at: clock.monotonic(), bytes: 0 }];
  }

  /** @param bytes transferred since the start */
  reach(bytes: number): void {
    const at = this.#clock.monotonic();
    const samples = this.#samples;
    if (at - (samples.at(-1)?.at ?? 0) < SAMPLE_MS) return;
    samples.push({ at, bytes });
    while (samples.length > 2 && at - (samples[1]?.at ?? at) >= WINDOW_MS) samples.shift();
  }

  /** In bytes per second; `undefined` until it is known. */
  get bytesPerSecond(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at === first.at) return undefined;
    return Math.round(((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }
}
