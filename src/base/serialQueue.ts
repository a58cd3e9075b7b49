/** Runs tasks sequentially, each after the previous one has settled. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns the result of `work` */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // A failure is only reported to its caller.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
