import type { Message } from '../history.ts';

/** Maximum number of readers kept per room; the oldest is dropped. */
const MAX_READERS = 30;

/** An occupant of a room, and the newest message that they are known to have read. */
export interface Reader {
  /** Who it is, as the sender of messages. */
  readonly sender: string;
  /** Their nick then. */
  readonly nick: string;
  /** The message's id. */
  readonly message: string;
}

/** Who has read how far in a room (XEP-0333), in memory only. */
export class Readers {
  readonly #changed: () => void;
  readonly #readers = new Map<string, Reader & { readonly time: number }>();

  /** @param changed called when anybody has read on */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly Reader[] {
    return [...this.#readers.values()];
  }

  /** An occupant has read this message, and all before it; a marker only moves forward. */
  advance(sender: string, nick: string, { id, time }: Pick<Message, 'id' | 'time'>): void {
    const known = this.#readers.get(sender);
    if (known && (known.time > time || known.message === id)) return;
    this.#readers.delete(sender);
    this.#readers.set(sender, { sender, nick, message: id, time });
    const [first] = this.#readers.keys();
    if (this.#readers.size > MAX_READERS && first !== undefined) this.#readers.delete(first);
    this.#changed();
  }
}
