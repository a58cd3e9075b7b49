import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';

/** Delay of updates in milliseconds: too short to notice, long enough to absorb a flood. */
const INTERVAL_MS = 20;

/** Batches the newest value of each changed id, so that bursts of changes cost views little. */
export class Batch<T> implements Disposable {
  readonly #clock: Clock;
  readonly #deliver: (changed: ReadonlyMap<string, T>) => void;
  #changed = new Map<string, T>();
  #timer: Disposable | undefined;

  constructor(clock: Clock, deliver: (changed: ReadonlyMap<string, T>) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  add(id: string, value: T): void {
    this.#changed.set(id, value);
    this.#timer ??= this.#clock.after(INTERVAL_MS, () => {
      this.#timer = undefined;
      const changed = this.#changed;
      this.#changed = new Map();
      this.#deliver(changed);
    });
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#changed.clear();
  }
}
