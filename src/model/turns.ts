/**
 * Keeps apart what reads and then writes, and what only writes: the latter goes side by side, in
 * the order in which it began, but never beside the former. What ends at the same time is told in
 * that order, too, since views show messages as they are told.
 */
export class Turns {
  /** The end of what went, or will go, alone last. */
  #alone: Promise<unknown> = Promise.resolve();
  /** How many go, or will go, alone, or have waited for that and go on. */
  #waiting = 0;
  readonly #shared = new Set<Promise<unknown>>();

  /** Does what may go side by side with its like: at once, unless something must go alone first. */
  share<T>(work: () => Promise<T>): Promise<T> {
    // What came after one that waits would overtake it if it did not go the same way.
    const waits = this.#waiting > 0;
    if (waits) this.#waiting += 1;
    const done = waits ? this.#alone.then(work) : work();
    const forget = () => {
      if (waits) this.#waiting -= 1;
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
