import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { ClientStream } from './clientStream.ts';
import type { Resumable } from './negotiation.ts';

/** The longest that an answer waits for what came before it was asked for to be dealt with. */
const PATIENCE_MS = 1000;

/**
 * Tells the server how many stanzas came and are dealt with (XEP-0198 §4), once that count is kept:
 * so what is kept is never behind what the server knows, and it would go on with the session from
 * there.
 */
export class Acknowledger implements Disposable {
  readonly #session: Pick<Resumable, 'management' | 'keep'>;
  readonly #stream: Pick<ClientStream, 'send'>;
  readonly #clock: Clock;
  #asked = false;
  #busy = false;
  #disposed = false;

  constructor(
    session: Pick<Resumable, 'management' | 'keep'>,
    stream: Pick<ClientStream, 'send'>,
    clock: Clock,
  ) {
    this.#session = session;
    this.#stream = stream;
    this.#clock = clock;
  }

  /** The server asks. What it asks for while a count is being kept gets one answer. */
  request(): void {
    this.#asked = true;
    if (!this.#busy) void this.#answer();
  }

  /**
   * Resolves when what has come so far is dealt with, or after so many milliseconds. Result: whether
   * it is.
   */
  settle(patienceMs: number): Promise<boolean> {
    const { handled } = this.#session.management;
    return new Promise((resolve) => {
      const patience = this.#clock.after(patienceMs, () => {
        resolve(false);
      });
      void handled.settled().then(() => {
        patience.dispose();
        resolve(true);
      });
    });
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #answer(): Promise<void> {
    const { management, keep } = this.#session;
    this.#busy = true;
    while (this.#asked && !this.#disposed) {
      this.#asked = false;
      const isAll = management.handled.isSettled || (await this.settle(PATIENCE_MS));
      // A server that has its answer asks no more until more comes: the rest follows by itself.
      if (!isAll) this.#asked = true;
      const acknowledgement = management.acknowledgement();
      if (keep) await keep();
      this.#stream.send(acknowledgement);
    }
    this.#busy = false;
  }
}
