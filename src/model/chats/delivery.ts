import type { ChatKey, Delivery, History, Message } from '../history.ts';

/** From where a message of ours may get there; what is told of it may come late and out of turn. */
export const PREVIOUS: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['failed'],
  sent: ['queued'],
  delivered: ['queued', 'sent', 'failed'],
  displayed: ['queued', 'sent', 'delivered', 'failed'],
  failed: ['queued', 'sent'],
};

/** How many messages are read at once, and in all, to find those that a marker covers. */
const MARKED_PAGE = 50;
const MAX_MARKED = 1000;

/** A chat whose messages of ours get further. */
export interface MarkedChat {
  readonly key: ChatKey;
  /** @returns the messages that got further */
  markAll(ids: readonly string[], delivery: Delivery): Promise<readonly Message[]>;
  /**
   * By what the other side calls it. @returns the message as it is then, or `undefined` where it
   * stays as it is
   */
  confirm(id: string, delivery: Delivery): Promise<Message | undefined>;
}

/**
 * The other side has seen a message of ours, and so all that it got before (XEP-0333 §1). One
 * that is unknown here, or was seen already, changes nothing (§5).
 */
export async function markCovered(chat: MarkedChat, history: History, id: string): Promise<void> {
  let before = await chat.confirm(id, 'displayed');
  for (let read = 0; before && read < MAX_MARKED; read += MARKED_PAGE) {
    const page = await history.load(chat.key, { limit: MARKED_PAGE, before: before.id });
    [before] = page;
    // What a marker covered before, it covered as well.
    const covered = page.findLastIndex(({ delivery }) => delivery === 'displayed');
    const seen = page
      .slice(covered + 1)
      .filter(({ delivery }) => delivery === 'sent' || delivery === 'delivered');
    await chat.markAll(
      seen.map(({ id }) => id),
      'displayed',
    );
    if (covered >= 0) return;
  }
}
