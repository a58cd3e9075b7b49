import type { Message } from '../history.ts';
import { type Received, receivedOf } from './received.ts';

/** Whether a message may be unread, and so notify. */
export function isNews({ outgoing, ignored }: Message): boolean {
  return !outgoing && ignored !== true;
}

/** The newest message of others in a chat since the start, of which the user is notified. */
export class News {
  #last: Received | undefined;
  /** The newest archived message that is not announced yet. */
  #archived: Received | undefined;
  /** Whether what is received is not news yet, as the history of a room is. */
  #isCatchingUp = false;

  get last(): Received | undefined {
    return this.#last;
  }

  /** This was received. */
  receive(message: Message): void {
    if (this.#isCatchingUp) this.append(message);
    else {
      this.#last = receivedOf(message);
      // It supersedes what the archive delivered before.
      this.#archived = undefined;
    }
  }

  /** The archive has this behind all that is stored. */
  append(message: Message): void {
    this.#archived = receivedOf(message);
  }

  /** What is received from now on may be long known: it is announced by {@link announce}. */
  catchUp(): void {
    this.#isCatchingUp = true;
  }

  /**
   * The archive has been read: its newest message counts as just received, if anything is unread.
   * @returns whether {@link last} has changed
   */
  announce(isUnread: boolean): boolean {
    this.#isCatchingUp = false;
    const news = this.#archived;
    this.#archived = undefined;
    if (!news || !isUnread) return false;
    this.#last = news;
    return true;
  }

  /** A stored message was changed. */
  change(message: Message): void {
    if (this.#last?.id === message.id) this.#last = receivedOf(message);
    if (this.#archived?.id === message.id) this.#archived = receivedOf(message);
  }
}
