import { createHash } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { sortableId } from '../../base/sortableId.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { AttachedSource } from '../../xmpp/xep/0447-fileSharing.ts';
import type { AnsweringAddition } from './replies.ts';
import { contentOf, type KeptContent } from './content.ts';
import { type Addition, type Likeness, type Message, originIdentity } from '../history.ts';
import { type Conversation, refFor } from '../messageRef.ts';

const CHAT = { kind: 'chat' } as const;

/** A message to be added to the chat with this JID. */
export interface ChatAddition extends AnsweringAddition {
  /** As `Chat.jid`. */
  readonly chat: Jid;
  /** The id to send a displayed marker for (XEP-0333). */
  readonly markable?: string;
}

/** Whose a message is, and what identifies its copies. */
export interface Attribution extends Pick<
  Addition,
  'key' | 'assigned' | 'namer' | 'claimedId' | 'identities'
> {
  readonly conversation: Conversation;
  readonly chat: Jid;
  readonly author: Pick<
    Message,
    'sender' | 'occupant' | 'outgoing' | 'nick' | 'mention' | 'ignored'
  >;
  /** Whether no two messages of the same content and stanza id are sent. */
  readonly isUnique: boolean;
  /** Whether its author is known for certain, and so may amend what they wrote before. */
  readonly mayAmend: boolean;
}

/**
 * Converts a message, live, carbon or archived, to what is stored of it. `undefined` if there is
 * nothing to show.
 */
export function toAddition(received: IncomingMessage, account: Jid): ChatAddition | undefined {
  const chat = peerOf(received, account);
  const content = contentOf(received);
  if (!chat || !content) return undefined;
  const { stanzaId } = received;
  return storedAs(received, content, {
    conversation: CHAT,
    chat,
    key: { account: account.bare, chat: chat.bare },
    author: { sender: senderOf(received), outgoing: isOutgoing(received, account) },
    identities: stanzaId === undefined ? [] : [archiveIdentity(account, stanzaId)],
    // Servers archive a note twice, as sent and as received, each with its own id.
    isUnique: isNote(received, account),
    mayAmend: true,
  });
}

/** What is stored of a message with this content. */
export function storedAs(
  received: ReceivedMessage,
  content: KeptContent,
  attribution: Attribution,
): ChatAddition {
  const { conversation, chat, key, author, identities: assignedIds = [] } = attribution;
  const { assigned, namer, claimedId, mayAmend } = attribution;
  const { ownBody, ...kept } = content;
  const { sender, occupant, outgoing, nick, mention, ignored } = author;
  const { stamp, stanzaId, replaces, reply, callId } = received;
  const id = outgoing ? outgoingId(received) : sortableId();
  const source = sourceAlone(received);
  const [editedBy] = idsOf(received);
  const likeness = likenessOf(received, content);
  const isUnique = likeness?.hasId === true && attribution.isUnique;
  // A correction without its message takes its place, even if that arrives later.
  const names = distinct([replaces, received.originId, received.id]);
  // A source alone belongs to the message that shares the file, whose id others know.
  const [originId = id] = source ? [source.id] : names;
  const message: Message = {
    id,
    sender,
    ...(occupant !== undefined && { occupant }),
    outgoing,
    ...kept,
    time: stamp,
    ...(nick !== undefined && { nick }),
    ...(mention && { mention }),
    ...(ignored && { ignored }),
    ...(outgoing && { delivery: 'sent' }),
    ...(stanzaId !== undefined && { stanzaId }),
    ...(originId !== id && { originId }),
    ...(source && { sourceOnly: true }),
    ...(replaces !== undefined && { edited: stamp }),
    ...(replaces !== undefined && editedBy !== undefined && { editedBy }),
  };
  const named = { ...message, attribute: received.id };
  const marker = received.markable && !outgoing ? refFor('marker', conversation, named) : undefined;
  return {
    chat,
    key,
    message,
    identities: [
      ...assignedIds,
      ...chosenIdentities(received),
      ...(isUnique ? [likeness.name] : []),
    ],
    ...(assigned !== undefined && { assigned }),
    ...(namer !== undefined && { namer }),
    ...(claimedId !== undefined && { claimedId }),
    references: [
      ...names,
      ...(callId === undefined ? [] : [callReference(callId)]),
      ...(source ? [shareReference(source)] : sharesOf(received)),
    ],
    ...(likeness && !isUnique && { likeness }),
    ...(reply && { reply: { id: reply.id, body: ownBody } }),
    ...(replaces !== undefined && mayAmend && { corrects: replaces }),
    ...(source && { sourceOf: shareReference(source) }),
    ...(received.sharedFile && { shares: sharesOf(received) }),
    ...(marker && { markable: marker.id }),
  };
}

/** The ids by which the sender of a message, and so everybody else, may refer to it. */
export function idsOf({ id, originId }: ReceivedMessage): string[] {
  return distinct([originId, id]);
}

/** The author, verified by the server: a bare JID. */
export function senderOf({ from }: IncomingMessage): string {
  return from.bare;
}

/** Whether one of our clients sent it. */
export function isOutgoing({ from }: IncomingMessage, account: Jid): boolean {
  return from.bare === account.bare;
}

/** Whether one of our clients sent it to our own account, and so to all of them. */
export function isNote({ from, to }: IncomingMessage, account: Jid): boolean {
  return from.bare === account.bare && to.bare === account.bare;
}

/**
 * Whether such a message can be received this way: what another client of ours sent to somebody
 * else is received only as a copy (XEP-0280).
 */
export function isPlausible(received: IncomingMessage, account: Jid): boolean {
  return isNote(received, account) || received.via !== 'live' || !isOutgoing(received, account);
}

/** The bare JID of its chat: our own for a note; `undefined` if it is not with us. */
export function peerOf({ from, to }: IncomingMessage, account: Jid): Jid | undefined {
  if (from.bare === account.bare) return to.toBare();
  return to.bare === account.bare ? from.toBare() : undefined;
}

/** The identity of a message by its id in the archive of the account or room. */
export function archiveIdentity(archive: Jid, stanzaId: string): string {
  return `sid:${archive.bare}:${stanzaId}`;
}

/** How the steps of a call refer to the message that offered it. */
export function callReference(callId: string): string {
  return `call:${callId}`;
}

/** How an attached source refers to the message that shares the file (XEP-0447 §3.3). */
export function shareReference({ id, share }: Pick<AttachedSource, 'id' | 'share'>): string {
  return `share:${JSON.stringify(share === undefined ? [id] : [id, share])}`;
}

/** How sources may refer to the file that a message shares. */
function sharesOf(received: ReceivedMessage): readonly string[] {
  const { sharedFile, moreFiles = [] } = received;
  if (!sharedFile) return [];
  // One alone is known by its message.
  const shares = new Set([undefined, ...[sharedFile, ...moreFiles].map(({ share }) => share)]);
  return idsOf(received).flatMap((id) =>
    [...shares].map((share) => shareReference(share === undefined ? { id } : { id, share })),
  );
}

/** The attached source, if a message contains nothing else. */
export function sourceAlone(received: ReceivedMessage): AttachedSource | undefined {
  const { attaches, sharedFile, replaces, notice, subject, body } = received;
  const isAlone =
    !sharedFile &&
    replaces === undefined &&
    !notice &&
    subject === undefined &&
    (body === '' || body === attaches?.url);
  return isAlone ? attaches : undefined;
}

/** An origin-id is unique per message, as an archive's ids are (XEP-0359 §3). */
function chosenIdentities({ originId, replaces }: ReceivedMessage): readonly string[] {
  const own = replaces ?? originId;
  return own === undefined ? [] : [originIdentity(own)];
}

/**
 * The stanza's own id need not be unique: some clients restart counting at each start. So only the
 * same content from the same device can be the same message.
 */
function likenessOf(received: ReceivedMessage, content: KeptContent): Likeness | undefined {
  const { originId, id, from, replaces } = received;
  if (replaces !== undefined || originId !== undefined) return undefined;
  const parts = [id, from.full, content];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return { name: `like:${hash}`, hasId: id !== undefined };
}

/** Receipts and markers name the stanza's id; it becomes ours if it is unique. */
function outgoingId({ id, originId }: ReceivedMessage): string {
  return id !== undefined && id === originId ? id : sortableId();
}

/** Removes missing and duplicate ids. */
function distinct(ids: readonly (string | undefined)[]): string[] {
  const found: string[] = [];
  for (const id of ids) if (id !== undefined && !found.includes(id)) found.push(id);
  return found;
}
