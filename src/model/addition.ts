import type { Jid } from '../base/jid.ts';
import { sortableId } from '../base/sortableId.ts';
import type { Message as Received } from '../xmpp/message.ts';
import type { AnsweringAddition } from './answers.ts';
import { type AnnouncedFile, type Message, originIdentity } from './history.ts';

/** A message to be added to the chat with this JID. */
export interface ChatAddition extends AnsweringAddition {
  readonly chat: Jid;
  /** The id to name where its sender is told that the user has seen it (XEP-0333). */
  readonly markable?: string;
}

/**
 * What is to be kept of a message, however it came: by itself, as a carbon or from the archive.
 * `undefined` where there is nothing to show, and for what the account tells itself.
 */
export function additionOf(received: Received, account: Jid): ChatAddition | undefined {
  const chat = otherSide(received, account);
  const body = bodyOf(received);
  const file = announcedFile(received);
  if (!chat || received.type === 'headline' || (body === '' && !file)) return undefined;
  const outgoing = isOutgoing(received, account);
  const { stamp, stanzaId, replaces, reply } = received;
  const id = outgoing ? outgoingId(received) : sortableId();
  const [editedBy] = idsOf(received);
  // A correction without its message stands for that, should it come after all.
  const references = distinct([replaces, received.originId, received.id]);
  const [originId = id] = references;
  const message: Message = {
    id,
    outgoing,
    body,
    time: stamp,
    ...(outgoing && { delivery: 'sent' }),
    ...(file && { file }),
    ...(stanzaId !== undefined && { stanzaId }),
    ...(originId !== id && { originId }),
    ...(replaces !== undefined && { edited: stamp }),
    ...(replaces !== undefined && editedBy !== undefined && { editedBy }),
  };
  const markable = received.markable && !outgoing ? received.id : undefined;
  return {
    chat,
    key: { account: account.bare, chat: chat.bare },
    message,
    identities: identitiesOf(received, account),
    references,
    ...(reply && { reply: { id: reply.id, body: received.body } }),
    ...(markable !== undefined && { markable }),
  };
}

/** What the sender of a message, and so everybody else, may call it. */
export function idsOf({ id, originId }: Received): string[] {
  return distinct([originId, id]);
}

/** Whether a client of ours sent it. */
export function isOutgoing({ from }: Received, account: Jid): boolean {
  return from.bare === account.bare;
}

/** The bare JID whose chat it belongs to; `undefined` where that is nobody else, or not with us. */
export function otherSide({ from, to }: Received, account: Jid): Jid | undefined {
  if (from.bare === to.bare) return undefined;
  if (from.bare === account.bare) return to.toBare();
  return to.bare === account.bare ? from.toBare() : undefined;
}

/** The identity that the account's archive gives by its id for a message. */
export function archiveIdentity(account: Jid, stanzaId: string): string {
  return `sid:${account.bare}:${stanzaId}`;
}

/**
 * An origin-id is unique (XEP-0359 §3); the stanza's own id need not be: some clients count anew
 * at each start, so only the same words from the same device are the same message.
 */
function identitiesOf(received: Received, account: Jid): readonly string[] {
  const { stanzaId, originId, id, from, body, replaces } = received;
  const identities = stanzaId === undefined ? [] : [archiveIdentity(account, stanzaId)];
  if (replaces !== undefined) identities.push(originIdentity(replaces));
  else if (originId !== undefined) identities.push(originIdentity(originId));
  else if (id !== undefined) identities.push(`id:${id}\n${from.full}\n${body}`);
  return identities;
}

/** The words of a message, and of a reply those of the message answered, which may not be here. */
function bodyOf({ body, fullBody = body, retracts, reactions }: Received): string {
  return retracts === undefined && !reactions ? fullBody : body;
}

/** Receipts and markers name the stanza's id; it serves as ours where it is unique. */
function outgoingId({ id, originId }: Received): string {
  return id !== undefined && id === originId ? id : sortableId();
}

/** All that a bare URL (XEP-0066) tells of a file is its name: the last part of its path. */
export function announcedFile({ oob, sharedFile }: Received): AnnouncedFile | undefined {
  const url = sharedFile?.url ?? oob?.url;
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'https:') return undefined;
  const last = pathname.split('/').at(-1) ?? '';
  return { name: decode(last) || 'file', url, ...sharedFile };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 once decoded: the name is shown as it was sent.
    return text;
  }
}

/** Those that are there, each once. */
function distinct(ids: readonly (string | undefined)[]): string[] {
  const found: string[] = [];
  for (const id of ids) if (id !== undefined && !found.includes(id)) found.push(id);
  return found;
}
