import type { ClientStream } from './clientStream.ts';
import type { Resumable } from './negotiation.ts';

/**
 * Tells the server how many stanzas came (XEP-0198 §4), once that count is kept: so what is kept is
 * never behind what the server knows, and it would go on with the session from there.
 */
export class Acknowledger {
  readonly #session: Pick<Resumable, 'management' | 'keep'>;
  readonly #stream: Pick<ClientStream, 'send'>;
  #asked = false;
  #busy = false;

  constructor(session: Pick<Resumable, 'management' | 'keep'>, stream: Pick<ClientStream, 'send'>) {
    this.#session = session;
    this.#stream = stream;
  }

  /** The server asks. What it asks for while a count is being kept gets one answer. */
  request(): void {
    this.#asked = true;
    if (!this.#busy) void this.#answer();
  }

  async #answer(): Promise<void> {
    const { management, keep } = this.#session;
    this.#busy = true;
    while (this.#asked) {
      this.#asked = false;
      const acknowledgement = management.acknowledgement();
      if (keep) await keep();
      this.#stream.send(acknowledgement);
    }
    this.#busy = false;
  }
}
