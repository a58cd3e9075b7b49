/**
 * Writes a state that changes often: one write at a time, and one queued after it, which covers all
 * changes until then.
 */
export class LatestWrite {
  readonly #write: () => Promise<void>;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** @param write writes the state as it is when called */
  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Resolves once the current state is written. Rejects as its write does. */
  save(): Promise<void> {
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const written = this.#write();
      this.#writing = written.catch(() => undefined);
      return written;
    });
    return this.#next;
  }
}
