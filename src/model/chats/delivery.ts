import type { ChatKey, Delivery, History, Message } from '../history.ts';

/** The states from which a delivery state may follow; receipts may arrive late and out of order. */
export const PREVIOUS: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['failed'],
  sent: ['queued'],
  delivered: ['queued', 'sent', 'failed'],
  displayed: ['queued', 'sent', 'delivered', 'failed'],
  failed: ['queued', 'sent'],
};

/** Page size and maximum number of messages searched for those that a marker covers. */
const MARKED_PAGE = 50;
const MAX_MARKED = 1000;

/** A chat whose outgoing messages advance in delivery state. */
export interface MarkedChat {
  readonly key: ChatKey;
  /** @returns the changed messages */
  markAll(ids: readonly string[], delivery: Delivery): Promise<readonly Message[]>;
  /**
   * By the id that the contact names. @returns the changed message, or `undefined` if it is
   * unchanged
   */
  confirm(id: string, delivery: Delivery): Promise<Message | undefined>;
}

/**
 * The contact has seen a message of ours, and so all received before it (XEP-0333 §1). An unknown
 * or already displayed one changes nothing (§5).
 */
export async function markCovered(chat: MarkedChat, history: History, id: string): Promise<void> {
  let before = await chat.confirm(id, 'displayed');
  for (let read = 0; before && read < MAX_MARKED; read += MARKED_PAGE) {
    const page = await history.load(chat.key, { limit: MARKED_PAGE, before: before.id });
    [before] = page;
    // Messages before a displayed one were covered by an earlier marker.
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
