/**
 * Keeps apart what reads and then writes, and what only writes: the latter goes side by side, in
 * the order in which it began, but never beside the former.
 */
export class Turns {
  /** The end of what went, or will go, alone last. */
  #alone: Promise<unknown> = Promise.resolve();
  /** How many go, or will go, alone. */
  #waiting = 0;
  readonly #shared = new Set<Promise<unknown>>();

  /** Does what may go side by side with its like: at once, unless something must go alone first. */
  share<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#waiting === 0 ? work() : this.#alone.then(work);
    const forget = () => {
      this.#shared.delete(ended);
    };
    const ended = done.then(forget, forget);
    this.#shared.add(ended);
    return done;
  }

  /** Does what must go alone: after all that began before, and before all that begins later. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const done = Promise.all([this.#alone, ...this.#shared]).then(work);
    const end = () => {
      this.#waiting -= 1;
    };
    this.#alone = done.then(end, end);
    return done;
  }
}
