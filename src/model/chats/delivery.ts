import { type UserError, userError } from '../../base/userError.ts';
import type { ChatKey, Delivery, History, Message } from '../history.ts';
import { type ChatKind, type MessageRef, refFor } from '../messageRef.ts';

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
  readonly kind: ChatKind;
  readonly key: ChatKey;
  /** @returns the changed message, or `undefined` if it is unchanged */
  mark(id: string, delivery: Delivery, error?: UserError): Promise<Message | undefined>;
  /** @returns the changed messages */
  markAll(ids: readonly string[], delivery: Delivery): Promise<readonly Message[]>;
  change(id: string, change: (message: Message) => Message): Promise<Message | undefined>;
  findReference(ref: MessageRef): Promise<Message | undefined>;
  findEither(id: string): Promise<Message | undefined>;
}

/** See {@link Chat.confirm}. */
export async function confirm(
  chat: MarkedChat,
  id: string,
  delivery: Delivery,
): Promise<Message | undefined> {
  const message = await chat.mark(id, delivery);
  if (message) return message;
  const named = await chat.findReference({ sender: chat.key.account, id });
  return named && named.id !== id ? chat.mark(named.id, delivery) : undefined;
}

/** See {@link Chat.markFailed}. */
export async function markFailed(
  chat: MarkedChat,
  id: string,
  reason: (task: UserError) => UserError,
): Promise<boolean> {
  const failed = reason(userError('task.deliver-message'));
  if (await chat.mark(id, 'failed', failed)) return true;
  const named = await chat.findEither(id);
  if (!named || (!named.outgoing && !isOurReaction(named, chat.key.account, id))) return false;
  if (named.id === id) return true;
  if (refFor('error', chat, named)?.id === id) await chat.mark(named.id, 'failed', failed);
  else {
    const refused = reason(userError('task.deliver-change'));
    await chat.change(named.id, (message) => ({ ...message, refused }));
  }
  return true;
}

/** Whether this id is of our latest reactions to a message. */
function isOurReaction({ reactions }: Message, account: string, id: string): boolean {
  return reactions?.some(({ sender, by }) => sender === account && by === id) === true;
}

/**
 * The contact has seen a message of ours, and so all received before it (XEP-0333 §1). An unknown
 * or already displayed one changes nothing (§5).
 */
export async function markCovered(chat: MarkedChat, history: History, id: string): Promise<void> {
  let before = await confirm(chat, id, 'displayed');
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
