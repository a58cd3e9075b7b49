/** Maximum number of values stored per sender, and in all. */
const MAX_PER_SENDER = 100;
const MAX_IN_ALL = 5000;

/** Values waiting for something to arrive, the newest per sender: no sender evicts another's. */
export class Aside<T> {
  /** By sender, then by key; the newest last. */
  readonly #bySender = new Map<string, Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Stores a value, replacing one with the same key. */
  set(sender: string, key: string, value: T): void {
    this.take(sender, key);
    const own = this.#bySender.get(sender) ?? new Map<string, T>();
    this.#bySender.set(sender, own.set(key, value));
    this.#size += 1;
    if (own.size > MAX_PER_SENDER) this.#forgetOldest(sender, own);
    else if (this.#size > MAX_IN_ALL) {
      // Evicts from the sender with the most.
      let [most = [sender, own]] = this.#bySender;
      for (const each of this.#bySender) if (each[1].size > most[1].size) most = each;
      this.#forgetOldest(...most);
    }
  }

  /** Removes and returns the value of this key. */
  take(sender: string, key: string): T | undefined {
    const own = this.#bySender.get(sender);
    const value = own?.get(key);
    if (own?.delete(key) === true) this.#size -= 1;
    if (own?.size === 0) this.#bySender.delete(sender);
    return value;
  }

  #forgetOldest(sender: string, own: ReadonlyMap<string, T>): void {
    const [oldest] = own.keys();
    if (oldest !== undefined) this.take(sender, oldest);
  }
}
