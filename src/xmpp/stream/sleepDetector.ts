import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

const TICK_MS = 5000;
/** Delay of a tick, in milliseconds, that means that the machine or the process slept. */
const SLEPT_MS = 5000;

/** Ticks every 5 s, and tells whether the machine or the process slept since the tick before. */
export class SleepDetector implements Disposable {
  readonly #clock: Clock;
  readonly #onTick: (hasSlept: boolean) => void;
  #tick: Disposable | undefined;

  constructor(clock: Clock, onTick: (hasSlept: boolean) => void) {
    this.#clock = clock;
    this.#onTick = onTick;
    this.#schedule();
  }

  dispose(): void {
    this.#tick?.dispose();
  }

  #schedule(): void {
    // Wall-clock time: the monotonic clock stops while the machine sleeps.
    const due = this.#clock.now() + TICK_MS;
    this.#tick = this.#clock.after(TICK_MS, () => {
      this.#schedule();
      this.#onTick(this.#clock.now() - due > SLEPT_MS);
    });
  }
}
