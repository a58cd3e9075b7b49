/** Does one thing after another, each when the one before has ended, however it did. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what `work` does, once it is done */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // Only its caller hears of its failure.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
