/** What becomes of a stanza that was held: whether the server may forget it. */
export type Release = (isKept: boolean) => void;

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
}

/**
 * How many of the stanzas that came are dealt with for good (XEP-0198 §4): the server may forget
 * these, and hands over again what comes after them when the session is resumed. A stanza is held
 * back from the count while what it brought is not kept yet, and for ever if that fails; so is
 * whatever came after it.
 */
export class HandledCount {
  /** What was handled before, over other connections. */
  #before = 0;
  #received = 0;
  #isReceiving = false;
  /** The stanzas that are held, by their numbers, in order. */
  #held = new Set<{ readonly number: number }>();
  /** The first stanza that the server must not forget. */
  #lost = Infinity;
  #waiters: Waiter[] = [];

  get value(): number {
    return this.#before + this.#counted;
  }

  /** Goes on from `value` over another connection, where what comes after it comes again. */
  start(value: number): void {
    this.#before = value;
    this.#received = 0;
    this.#held = new Set();
    this.#lost = Infinity;
    this.#tell();
  }

  /** Counts a stanza, unless it is held while `handle` runs. */
  receive(handle: () => void): void {
    this.#isReceiving = true;
    try {
      handle();
    } finally {
      this.#isReceiving = false;
      this.#received += 1;
    }
  }

  /** Holds the stanza that is being received, if any. Result: ends that, to be called once. */
  hold(): Release {
    if (!this.#isReceiving) return () => undefined;
    const held = this.#held;
    const stanza = { number: this.#received + 1 };
    held.add(stanza);
    return (isKept) => {
      held.delete(stanza);
      // Of a connection before this one: it comes again.
      if (held !== this.#held) return;
      if (!isKept) this.#lost = Math.min(this.#lost, stanza.number);
      this.#tell();
    };
  }

  /** Resolves once nothing is held of what has come so far. */
  settled(): Promise<void> {
    const upTo = this.#received;
    if (this.#settledTo >= upTo) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ upTo, resolve }));
  }

  /** Whether anything is held of what has come. */
  get isSettled(): boolean {
    return this.#held.size === 0;
  }

  get #settledTo(): number {
    for (const { number } of this.#held) return number - 1;
    return this.#received;
  }

  get #counted(): number {
    return Math.min(this.#settledTo, this.#lost - 1);
  }

  #tell(): void {
    if (this.#waiters.length === 0) return;
    const settledTo = this.#settledTo;
    const due = this.#waiters.filter(({ upTo }) => upTo <= settledTo);
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo > settledTo);
    for (const { resolve } of due) resolve();
  }
}
