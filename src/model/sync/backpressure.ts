import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';

/** Text that counts as one more message, in UTF-16 code units: this bounds the queue in bytes. */
const TEXT_OF_ONE = 1024;
/** Queued messages at which reading stops; at most the messages of one network read come on top. */
const HIGH_WATER = 500;
/** Queued messages at which reading resumes, early enough to keep the disk busy. */
const LOW_WATER = 400;

/** How many messages these count as. */
export function weightOf(messages: readonly Pick<IncomingMessage, 'body' | 'fullBody'>[]): number {
  let text = 0;
  for (const { body, fullBody = '' } of messages) text += body.length + fullBody.length;
  return messages.length + Math.floor(text / TEXT_OF_ONE);
}

/**
 * Counts received messages that are not on disk yet. Above a limit, nothing more is read from the
 * server, so that a flood of messages queues there and not in our memory. Only work that ends
 * without the server's help may be counted.
 */
export class Backpressure {
  readonly #session: () => Pick<Session, 'setReading'> | undefined;
  #waiting = 0;

  /** @param session `undefined` while there is none. */
  constructor(session: () => Pick<Session, 'setReading'> | undefined) {
    this.#session = session;
  }

  /** Runs work that stores received messages, counted as `many`. @returns its result */
  async track<T>(work: () => Promise<T>, many = 1): Promise<T> {
    this.#waiting += many;
    // Repeated each time: a new connection does not know.
    if (this.#waiting >= HIGH_WATER) this.#session()?.setReading(false);
    try {
      return await work();
    } finally {
      const isMuch = this.#waiting > LOW_WATER;
      this.#waiting -= many;
      if (isMuch && this.#waiting <= LOW_WATER) this.#session()?.setReading(true);
    }
  }
}
