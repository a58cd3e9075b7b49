import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/** Timeout for typing without an update, in ms: some occupants leave without saying that it ended. */
const BELIEVED_MS = 30_000;
/** Maximum number of occupants whose typing is believed at once, against floods. */
const MAX_TYPING = 30;

/** Who is typing in a room, by nick. */
export class RoomComposing {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #over = new Map<string, Disposable>();

  /** @param changed called when anybody begins or ends */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get active(): boolean {
    return this.#over.size > 0;
  }

  /** The nicks, those who began first. */
  get names(): readonly string[] {
    return [...this.#over.keys()];
  }

  begin(nick: string): void {
    const known = this.#over.get(nick);
    if (!known && this.#over.size >= MAX_TYPING) return;
    known?.dispose();
    const timeout = this.#clock.after(BELIEVED_MS, () => {
      this.end(nick);
    });
    this.#over.set(nick, timeout);
    if (!known) this.#changed();
  }

  /** @param nick when absent, all have ended */
  end(nick?: string): void {
    const ended = nick === undefined ? [...this.#over.keys()] : [nick];
    let isChanged = false;
    for (const one of ended) {
      this.#over.get(one)?.dispose();
      if (this.#over.delete(one)) isChanged = true;
    }
    if (isChanged) this.#changed();
  }
}
