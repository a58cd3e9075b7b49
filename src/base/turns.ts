import { type Disposable, onDispose } from './lifecycle.ts';

/** Lets only a few do something at once; the others wait for their turn. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /**
   * Resolves when it is the caller's turn, which ends when the result is disposed.
   *
   * @param isUrgent whether it comes before all that wait
   */
  async take(isUrgent: boolean): Promise<Disposable> {
    if (this.#free > 0) this.#free -= 1;
    else {
      await new Promise<void>((resolve) => {
        if (isUrgent) this.#waiting.unshift(resolve);
        else this.#waiting.push(resolve);
      });
    }
    return onDispose(() => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    });
  }
}
