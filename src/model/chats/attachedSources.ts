import type { AttachedSource } from '../../xmpp/xep/0447-fileSharing.ts';
import { idsOf, shareReference, sourceAlone } from './addition.ts';
import type { Amending } from './amending.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import { withReplyTarget } from './replies.ts';
import type { Chat } from './chat.ts';
import { type AnnouncedFile, asFiles, filesOf, type Message } from '../history.ts';

/**
 * Adds the address to a file shared earlier (XEP-0447 §3.3), if the same sender shared it: nothing
 * proves that another's file is the same. An existing address stays.
 */
export async function attachSource(chat: Chat, { received, sender }: Amending): Promise<void> {
  const { attaches } = received;
  if (!attaches) return;
  const ref = { sender, id: shareReference(attaches) };
  const changed = await chat.change(ref, withSource(attaches));
  // Replies and reactions to the source apply to the file.
  if (changed && sourceAlone(received)) await chat.refer(changed, idsOf(received));
}

/**
 * Merges a message that shares files into a source of one, if that was received first and alone.
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
    const share = received.moreFiles && shareOf(received, id);
    const changed = await chat.change(known.id, sharing(message, share));
    const names = likeness?.hasId === true ? [...identities, likeness.name] : identities;
    if (changed) await chat.refer(changed, references, names);
    return true;
  }
  return false;
}

/** The id of the shared file that a source refers to by this reference. */
function shareOf(received: ReceivedMessage, reference: string): string | undefined {
  const { sharedFile, moreFiles = [] } = received;
  return [sharedFile, ...moreFiles]
    .map((file) => file?.share)
    .find((share) =>
      idsOf(received).some(
        (id) => share !== undefined && shareReference({ id, share }) === reference,
      ),
    );
}

function withUrl(files: readonly AnnouncedFile[], at: number, url: string) {
  return files.map((file, index) => {
    if (index !== at) return file;
    const { share: _, ...rest } = file;
    return { ...rest, url };
  });
}

function withSource({ url, share }: AttachedSource): (message: Message) => Message {
  return (message) => {
    const files = filesOf(message);
    const at = files.findIndex(
      (file) => file.url === undefined && (files.length === 1 || file.share === share),
    );
    return at < 0 ? message : { ...message, ...asFiles(withUrl(files, at, url)) };
  };
}

/** @param share the id of the file that the source is for, among several */
function sharing(shared: Message, share: string | undefined): (source: Message) => Message {
  return (source) => {
    const { sourceOnly, stanzaId: _, file, ...known } = source;
    if (!sourceOnly || !shared.file) return source;
    const { id, delivery = shared.delivery } = known;
    const isOne = shared.moreFiles === undefined;
    const both = {
      ...known,
      ...shared,
      id,
      ...(delivery && { delivery }),
      ...(isOne && { file: { ...file, ...shared.file } }),
    };
    const url = file?.url;
    return isOne || url === undefined
      ? both
      : withSource({ id, url, ...(share !== undefined && { share }) })(both);
  };
}
