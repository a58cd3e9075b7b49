/** Maximum number of values stored per sender, and in all. */
const MAX_PER_SENDER = 100;
const MAX_IN_ALL = 5000;

/** Values waiting for something to arrive, the newest per sender: no sender evicts another's. */
export class Aside<T> {
  /** By sender, then by key; the newest last. */
  readonly #bySender = new Map<string, Map<string, T>>();
  /** By key: the senders with a value of it. */
  readonly #senders = new Map<string, Set<string>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Stores a value, replacing the sender's one with the same key. */
  set(sender: string, key: string, value: T): void {
    this.#take(sender, key);
    const own = this.#bySender.get(sender) ?? new Map<string, T>();
    this.#bySender.set(sender, own.set(key, value));
    this.#senders.set(key, (this.#senders.get(key) ?? new Set()).add(sender));
    this.#size += 1;
    if (own.size > MAX_PER_SENDER) this.#forgetOldest(sender, own);
    else if (this.#size > MAX_IN_ALL) {
      // Evicts from the sender with the most.
      let [most = [sender, own]] = this.#bySender;
      for (const each of this.#bySender) if (each[1].size > most[1].size) most = each;
      this.#forgetOldest(...most);
    }
  }

  /** Removes and returns the values of this key that are wanted, of all senders. */
  takeAll(key: string, isWanted: (value: T) => boolean): readonly T[] {
    return [...(this.#senders.get(key) ?? [])].flatMap((sender) => {
      const value = this.#bySender.get(sender)?.get(key);
      if (value === undefined || !isWanted(value)) return [];
      this.#take(sender, key);
      return [value];
    });
  }

  #take(sender: string, key: string): void {
    const own = this.#bySender.get(sender);
    if (own?.delete(key) !== true) return;
    this.#size -= 1;
    if (own.size === 0) this.#bySender.delete(sender);
    const senders = this.#senders.get(key);
    senders?.delete(sender);
    if (senders?.size === 0) this.#senders.delete(key);
  }

  #forgetOldest(sender: string, own: ReadonlyMap<string, T>): void {
    const [oldest] = own.keys();
    if (oldest !== undefined) this.#take(sender, oldest);
  }
}
