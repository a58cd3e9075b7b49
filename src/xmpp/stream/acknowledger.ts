import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { ClientStream } from './clientStream.ts';
import type { Resumable } from './negotiation.ts';

/** Maximum time an answer waits for earlier stanzas to be handled, in milliseconds. */
const PATIENCE_MS = 1000;

/**
 * Acknowledges handled stanzas to the server (XEP-0198 §4), once their count is stored: the stored
 * count, from which the session would be resumed, is thus never behind the one that the server has.
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

  /** Handles a request of the server. Requests while a count is being stored share one answer. */
  request(): void {
    this.#asked = true;
    if (!this.#busy) void this.#answer();
  }

  /**
   * Waits until all stanzas received so far are handled, for at most `patienceMs` milliseconds.
   * @returns whether they are
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
      // An answered server asks again only after more stanzas: the rest is acknowledged unasked.
      if (!isAll) this.#asked = true;
      const acknowledgement = management.acknowledgement();
      if (keep) await keep();
      this.#stream.send(acknowledgement);
    }
    this.#busy = false;
  }
}
