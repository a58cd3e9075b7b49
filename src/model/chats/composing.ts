import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/**
 * How long typing is believed without another word, in ms: by then a client that is still there has said
 * that its user paused or turned away (XEP-0085 §4, Table 2).
 */
const BELIEVED_MS = 120_000;

/** Whether the other side of a chat is typing, and from where. */
export class Composing {
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** The resource; empty where the address was bare. */
  #from: string | undefined;
  #over: Disposable | undefined;

  /** @param changed hears that it began or ended */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get active(): boolean {
    return this.#from !== undefined;
  }

  /** Somebody types there; the last one counts. */
  begin(resource: string): void {
    const began = !this.active;
    this.#from = resource;
    this.#over?.dispose();
    this.#over = this.#clock.after(BELIEVED_MS, () => {
      this.end();
    });
    if (began) this.#changed();
  }

  /** Nobody types at this resource any more, or, where none is given, at any. */
  end(resource = ''): void {
    if (!this.active) return;
    if (resource !== '' && this.#from !== '' && resource !== this.#from) return;
    this.#over?.dispose();
    this.#from = undefined;
    this.#changed();
  }
}
