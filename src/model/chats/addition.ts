import { createHash } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import type { Mutable } from '../../base/mutable.ts';
import { sortableId } from '../../base/sortableId.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { AttachedSource } from '../../xmpp/xep/0447-fileSharing.ts';
import type { AnsweringAddition } from './replies.ts';
import { contentOf, type KeptContent } from './content.ts';
import { originIdentity } from '../copies.ts';
import type { Addition, Likeness, Message } from '../history.ts';
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
  const kept = contentOf(received);
  if (!chat || !kept) return undefined;
  const { stanzaId } = received;
  return storedAs(received, kept, {
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
  kept: KeptContent,
  attribution: Attribution,
): ChatAddition {
  const { conversation, chat, key, author, identities: assignedIds = [] } = attribution;
  const { assigned, namer, claimedId, mayAmend } = attribution;
  const { content, ownBody } = kept;
  const { sender, occupant, outgoing, nick, mention, ignored } = author;
  const { stamp, stanzaId, replaces, reply, callId } = received;
  const id = outgoing ? outgoingId(received) : sortableId();
  const source = sourceAlone(received);
  const likeness = likenessOf(received, kept);
  const isUnique = likeness?.hasId === true && attribution.isUnique;
  const ids = idsOf(received);
  // A correction without its message takes its place, even if that arrives later.
  const names = replaces === undefined ? ids : distinct([replaces, ...ids]);
  // A source alone belongs to the message that shares the file, whose id others know.
  const originId = source?.id ?? names[0] ?? id;
  const message: Mutable<Message> = { id, sender, outgoing, time: stamp, ...content };
  if (occupant !== undefined) message.occupant = occupant;
  if (nick !== undefined) message.nick = nick;
  if (mention) message.mention = mention;
  if (ignored) message.ignored = ignored;
  if (outgoing) message.delivery = 'sent';
  if (stanzaId !== undefined) message.stanzaId = stanzaId;
  if (originId !== id) message.originId = originId;
  if (source) message.sourceOnly = true;
  if (replaces !== undefined) {
    message.edited = stamp;
    if (ids[0] !== undefined) message.editedBy = ids[0];
  }
  const identities = assignedIds.concat(chosenIdentities(received), isUnique ? likeness.name : []);
  const shares = source ? [shareReference(source)] : sharesOf(received);
  const references = names.concat(callId === undefined ? [] : callReference(callId), shares);
  const addition: Mutable<ChatAddition> = { chat, key, message, identities, references };
  if (assigned !== undefined) addition.assigned = assigned;
  if (namer !== undefined) addition.namer = namer;
  if (claimedId !== undefined) addition.claimedId = claimedId;
  if (likeness && !isUnique) addition.likeness = likeness;
  if (reply) addition.reply = { id: reply.id, body: ownBody };
  if (replaces !== undefined && mayAmend) addition.corrects = replaces;
  if (source) addition.sourceOf = shareReference(source);
  if (received.sharedFile) addition.shares = shares;
  if (received.markable && !outgoing) {
    const named = { ...message, attribute: received.id };
    const marker = refFor('marker', conversation, named);
    if (marker) addition.markable = marker.id;
  }
  return addition;
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
function likenessOf(
  received: ReceivedMessage,
  { content: { body, ...others }, ownBody }: KeptContent,
): Likeness | undefined {
  const { originId, id, from, replaces } = received;
  if (replaces !== undefined || originId !== undefined) return undefined;
  // In this order in stored names, too.
  const parts = [id, from.full, { body, ownBody, ...others }];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return { name: `like:${hash}`, hasId: id !== undefined };
}

/** Receipts and markers name the stanza's id; it becomes ours if it is unique. */
function outgoingId({ id, originId }: ReceivedMessage): string {
  return id !== undefined && id === originId ? id : sortableId();
}

/** Removes missing and duplicate ids. */
function distinct(ids: readonly (string | undefined)[]): string[] {
  const isFirst = (id: string | undefined, at: number) =>
    id !== undefined && ids.indexOf(id) === at;
  return ids.filter(isFirst) as string[];
}
