/** Releases a held stanza, with whether it was stored, so that the server may discard it. */
export type Release = (isKept: boolean) => void;

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
}

/**
 * The number of stanzas handled (XEP-0198 §4), `h`: the server may discard these, and sends again
 * the ones after them when the session is resumed. A stanza is held back from the count until its
 * content is stored, and permanently if that fails; so is every later stanza.
 */
export class HandledCount {
  /** Number of stanzas handled over earlier connections. */
  #before = 0;
  #received = 0;
  #isReceiving = false;
  /** The held stanzas by number, in order. */
  #held = new Set<{ readonly number: number }>();
  /** The first stanza that the server must not discard. */
  #lost = Infinity;
  #waiters: Waiter[] = [];

  get value(): number {
    return this.#before + this.#counted;
  }

  /** Resumes from `value` over another connection, on which the server sends again what follows. */
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

  /** Holds the stanza being received, if any. @returns its release, to be called once */
  hold(): Release {
    if (!this.#isReceiving) return () => undefined;
    const held = this.#held;
    const stanza = { number: this.#received + 1 };
    held.add(stanza);
    return (isKept) => {
      held.delete(stanza);
      // From an earlier connection: the server sends it again.
      if (held !== this.#held) return;
      if (!isKept) this.#lost = Math.min(this.#lost, stanza.number);
      this.#tell();
    };
  }

  /** Resolves once no stanza received so far is held. */
  settled(): Promise<void> {
    const upTo = this.#received;
    if (this.#settledTo >= upTo) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ upTo, resolve }));
  }

  /** Whether no received stanza is held. */
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
