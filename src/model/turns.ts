/**
 * Keeps apart what reads and then writes, and what only writes: the latter goes side by side, in
 * the order in which it began, but never beside the former.
 */
export class Turns {
  /** The end of what went, or will go, alone last. */
  #alone: Promise<unknown> = Promise.resolve();
  readonly #shared = new Set<Promise<unknown>>();

  /** Does what may go side by side with its like. */
  share<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#alone.then(() => work());
    const ended = done.catch(() => undefined);
    this.#shared.add(ended);
    void ended.then(() => this.#shared.delete(ended));
    return done;
  }

  /** Does what must go alone: after all that began before, and before all that begins later. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = Promise.all([this.#alone, ...this.#shared]).then(() => work());
    this.#alone = done.catch(() => undefined);
    return done;
  }
}
