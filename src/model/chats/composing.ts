import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/**
 * Timeout for typing without an update, in ms: by then a client that is still connected has sent
 * `paused` or another state (XEP-0085 §4, Table 2).
 */
const BELIEVED_MS = 120_000;

/** Whether the contact is typing, and from which resource. */
export class Composing {
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** The resource; empty if the address was bare. */
  #from: string | undefined;
  #over: Disposable | undefined;

  /** @param changed called when typing begins or ends */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get active(): boolean {
    return this.#from !== undefined;
  }

  /** Of a contact, whose devices have no names of their own. */
  get names(): readonly string[] {
    return [];
  }

  /** Typing began at this resource; the last one counts. */
  begin(resource: string): void {
    const began = !this.active;
    this.#from = resource;
    this.#over?.dispose();
    this.#over = this.#clock.after(BELIEVED_MS, () => {
      this.end();
    });
    if (began) this.#changed();
  }

  /** Typing ended at this resource, or, if none is given, at any. */
  end(resource = ''): void {
    if (!this.active) return;
    if (resource !== '' && this.#from !== '' && resource !== this.#from) return;
    this.#over?.dispose();
    this.#from = undefined;
    this.#changed();
  }
}
