import { idsOf, shareReference, sourceAlone } from './addition.ts';
import type { Amending } from './amending.ts';
import { withReplyTarget } from './replies.ts';
import type { Chat } from './chat.ts';
import type { Message } from '../history.ts';

/**
 * Adds the address to a file shared earlier (XEP-0447 §3.3), if the same sender shared it: nothing
 * proves that another's file is the same. An existing address stays.
 */
export async function attachSource(chat: Chat, { received, sender }: Amending): Promise<void> {
  const { attaches } = received;
  if (!attaches) return;
  const ref = { sender, id: shareReference(attaches) };
  const changed = await chat.change(ref, withSource(attaches.url));
  // Replies and reactions to the source apply to the file.
  if (changed && sourceAlone(received)) await chat.refer(changed, idsOf(received));
}

/**
 * Merges a message that shares a file into its source, if that was received first and alone.
 *
 * @returns whether there was one
 */
export async function completeSource(chat: Chat, amending: Amending): Promise<boolean> {
  const { received, sender } = amending;
  const addition = received.sharedFile && amending.toAddition();
  if (!addition) return false;
  const { reply, shares = [] } = addition;
  for (const id of shares) {
    const known = await chat.findReference({ sender, id });
    if (!known?.sourceOnly) continue;
    const answered = reply && (await chat.findEither(reply.id));
    const {
      message,
      references = [],
      identities = [],
      likeness,
    } = withReplyTarget(chat, addition, answered);
    const changed = await chat.change(known.id, sharing(message));
    const names = likeness?.hasId === true ? [...identities, likeness.name] : identities;
    if (changed) await chat.refer(changed, references, names);
    return true;
  }
  return false;
}

function withSource(url: string): (message: Message) => Message {
  return (message) =>
    message.file && message.file.url === undefined
      ? { ...message, file: { ...message.file, url } }
      : message;
}

function sharing(shared: Message): (source: Message) => Message {
  return (source) => {
    const { sourceOnly, stanzaId: _, file, ...known } = source;
    if (!sourceOnly || !shared.file) return source;
    const { id, delivery = shared.delivery } = known;
    return {
      ...known,
      ...shared,
      id,
      ...(delivery && { delivery }),
      file: { ...file, ...shared.file },
    };
  };
}
