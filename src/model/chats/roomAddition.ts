import type { Jid } from '../../base/jid.ts';
import { isNamedIn } from '../../base/mention.ts';
import { isMentionOf } from '../../xmpp/im/mentions.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import { archiveIdentity, type ChatAddition, idsOf, isOutgoing, storedAs } from './addition.ts';
import { contentOf } from './content.ts';
import type { Message } from '../history.ts';
import { accountSender, isCertain, nickSender, occupantSender } from '../roomSender.ts';

const ROOM = { kind: 'room' } as const;

/** Who is in a room, as far as it decides whose its messages are. */
export interface RoomAuthors {
  /** Bare. */
  readonly room: Jid;
  readonly account: Jid;
  /** Our nick, or the one that we ask for. */
  readonly nick: string;
  /** Our occupant-id; absent if it is not known, or the room assigns none. */
  readonly occupantId?: string | undefined;
  /** Whether occupant-ids are the room's (XEP-0421). */
  readonly hasOccupantIds: boolean;
  /** The sender of a live message of an occupant, by their nick now. */
  readonly present: (nick: string) => string;
  /** Whether the user ignores this sender. */
  readonly isIgnored: (sender: string) => boolean;
  /** Words besides the nick that the user wants to be called by. */
  readonly words: readonly string[];
  /** The id of the message of ours that the room returns by one with these ids and this text. */
  readonly returned: (ids: readonly string[], body: string) => string | undefined;
}

/** What is stored of a room's message, live or archived; `undefined` if there is nothing to show. */
export function toRoomAddition(
  received: RoomMessage,
  authors: RoomAuthors,
): ChatAddition | undefined {
  const kept = contentOf(received);
  if (!kept) return undefined;
  const { room, account } = authors;
  const { stanzaId } = received;
  const { nick } = received.room;
  const sender = roomSenderOf(received, authors);
  const outgoing = sender === account.bare;
  const claimedId = claimedIdOf(received, { sender, body: kept.ownBody }, authors);
  const ignored = authors.isIgnored(sender);
  const mention = !outgoing && !ignored && mentionsUs(received, kept.content.body, authors);
  return storedAs(received, kept, {
    conversation: ROOM,
    chat: room,
    key: { account: account.bare, chat: room.bare, kind: ROOM.kind },
    author: {
      sender,
      outgoing,
      ...(nick !== undefined && { nick }),
      ...(mention && { mention }),
      ...(ignored && { ignored }),
    },
    ...(stanzaId !== undefined && { assigned: archiveIdentity(room, stanzaId) }),
    ...(nick !== undefined && { namer: nickSender(nick) }),
    ...(claimedId !== undefined && { claimedId }),
    isUnique: false,
    mayAmend: isCertain(sender),
  });
}

/**
 * What is stored of a message that the room itself has sent to us alone, or that another client of
 * ours has sent to it so: it stands in the room's chat. Nothing can refer to it there.
 */
export function toServiceAddition(
  { stanzaId, replaces: _, reply: __, ...received }: IncomingMessage,
  account: Jid,
): ChatAddition | undefined {
  const kept = contentOf(received);
  if (!kept) return undefined;
  const outgoing = isOutgoing(received, account);
  const room = (outgoing ? received.to : received.from).toBare();
  return storedAs(received, kept, {
    conversation: ROOM,
    chat: room,
    key: { account: account.bare, chat: room.bare, kind: ROOM.kind },
    author: { sender: outgoing ? account.bare : room.bare, outgoing },
    identities: stanzaId === undefined ? [] : [archiveIdentity(account, stanzaId)],
    isUnique: false,
    mayAmend: false,
  });
}

/**
 * The author of a room's message, as {@link Message.sender}: our account for ours; the room itself;
 * else by what is most certain.
 */
export function roomSenderOf(received: RoomMessage, authors: RoomAuthors): Message['sender'] {
  const { account, room, hasOccupantIds } = authors;
  const { nick, occupantId, realJid } = received.room;
  if (nick === undefined) return room.bare;
  const isNow = received.via === 'live' && !received.delayed;
  const id = hasOccupantIds ? occupantId : undefined;
  if (id !== undefined && id === authors.occupantId) return account.bare;
  if (realJid?.bare === account.bare || (isNow && nick === authors.nick)) return account.bare;
  if (id !== undefined) return occupantSender(id);
  if (realJid) return accountSender(realJid);
  return isNow ? authors.present(nick) : nickSender(nick);
}

/** The id that the message may have if we sent it. */
function claimedIdOf(
  received: RoomMessage,
  { sender, body }: { readonly sender: string; readonly body: string },
  { account, nick, returned }: RoomAuthors,
): string | undefined {
  const ids = idsOf(received);
  const [first] = ids;
  // What was returned before may come again when a session is resumed.
  if (sender === account.bare) return (received.delayed ? undefined : returned(ids, body)) ?? first;
  return received.room.nick === nick && !isCertain(sender) ? first : undefined;
}

function mentionsUs(received: RoomMessage, body: string, authors: RoomAuthors): boolean {
  const { account, nick, occupantId, room, words } = authors;
  const occupant = room.withResource(nick);
  const mentioned = { account, occupant, occupantId };
  const isNamed = received.mentions?.some((mention) => isMentionOf(mention, mentioned));
  return isNamed === true || isNamedIn(body, [nick, ...words]);
}
