/** So many are dealt with together at most. */
const MOST = 100;

/** Gathers what comes in one go, as one read from the network brings it, to deal with it together. */
export class MicrotaskBatch<T> {
  readonly #handle: (gathered: readonly T[]) => void;
  #gathered: T[] = [];

  constructor(handle: (gathered: readonly T[]) => void) {
    this.#handle = handle;
  }

  add(one: T): void {
    const count = this.#gathered.push(one);
    if (count === MOST) this.flush();
    else if (count === 1) {
      queueMicrotask(() => {
        this.flush();
      });
    }
  }

  /** Deals with what is there: before whatever must not overtake it. */
  flush(): void {
    if (this.#gathered.length === 0) return;
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#handle(gathered);
  }
}
