/** Maximum size of a batch. */
const MAX_SIZE = 100;

/** Batches events of the same microtask, such as of one network read, to process them together. */
export class MicrotaskBatch<T> {
  readonly #handle: (gathered: readonly T[]) => void;
  #gathered: T[] = [];

  constructor(handle: (gathered: readonly T[]) => void) {
    this.#handle = handle;
  }

  add(one: T): void {
    const count = this.#gathered.push(one);
    if (count === MAX_SIZE) this.flush();
    else if (count === 1) {
      queueMicrotask(() => {
        this.flush();
      });
    }
  }

  /** Processes the batch now, before anything that must not overtake it. */
  flush(): void {
    if (this.#gathered.length === 0) return;
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#handle(gathered);
  }
}
