import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';

/** So much text, in UTF-16 code units, counts as one message more: what waits is bounded in bytes. */
const TEXT_OF_ONE = 4096;
/** So many messages may wait for the disk; at most what one read from the network brings comes on top. */
const HIGH_WATER = 500;
/** Reading goes on when so few are left, so that the disk has something to do meanwhile. */
const LOW_WATER = 250;

/** For how many messages these count. */
export function weightOf(messages: readonly Pick<IncomingMessage, 'body' | 'fullBody'>[]): number {
  let text = 0;
  for (const { body, fullBody = '' } of messages) text += body.length + fullBody.length;
  return messages.length + Math.floor(text / TEXT_OF_ONE);
}

/**
 * What came and is not on disk yet. While that is much, nothing more is read from the server: so a
 * flood of messages waits there and not in our memory. Only work that ends without the server's
 * help may be counted.
 */
export class Backpressure {
  readonly #session: () => Pick<Session, 'setReading'> | undefined;
  #waiting = 0;

  /** @param session `undefined` while there is none. */
  constructor(session: () => Pick<Session, 'setReading'> | undefined) {
    this.#session = session;
  }

  /** Does what keeps something that came, or so many. Result: its own. */
  async track<T>(work: () => Promise<T>, many = 1): Promise<T> {
    this.#waiting += many;
    // Said each time: a new connection does not know.
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
