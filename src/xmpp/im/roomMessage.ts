// Incoming messages of rooms (XEP-0045 §7.4).
// https://xmpp.org/extensions/xep-0045.html#message
import type { Jid } from '../../base/jid.ts';
import type { Mutable } from '../../base/mutable.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import { parseArchivedJid, parseRoomSubject } from '../xep/0045-messages.ts';
import { parseOccupantId } from '../xep/0421-occupantIds.ts';
import { claimsModeration, parseModerated, parseModeration } from '../xep/0425-moderation.ts';
import { parseParts, type RoomParts } from './messageParts.ts';
import { type Origin, readReceived, type ReceivedMessage } from './receivedMessage.ts';

/** Who sent a message to a room, as far as it says. */
export interface RoomSender {
  /** The nick when it was sent; absent if the room itself sent it. */
  readonly nick?: string;
  /** Claimed: valid only if the room announces such ids (XEP-0421). */
  readonly occupantId?: string;
  /** The real bare JID, as the room's archive discloses it; never in a live message. */
  readonly realJid?: Jid;
}

/**
 * A message of a room with content to show, or that refers to another message. Whether we are in
 * that room is for its user to check: anyone can send groupchat messages.
 */
export interface RoomMessage extends ReceivedMessage, RoomParts {
  readonly via: 'live' | 'archive';
  readonly type: 'groupchat';
  readonly room: RoomSender;
}

/** Parses a message of a room: as `readReceived`, and `undefined` for one of a chat. */
export function readRoomMessage(
  stanza: IncomingStanza,
  session: Session,
  origin: Origin<'live'>,
): RoomMessage | undefined {
  const { from, element } = stanza;
  const type = 'groupchat';
  if (element.attrs['type'] !== type) return undefined;
  const isArchived = origin.via === 'archive';
  const parts = parseRoomParts(element, from, isArchived);
  const message = readReceived(stanza, session, { type, origin, parts });
  // Added to what was made just now: V8 reads all properties more slowly if any follows a spread.
  return message && Object.assign(message, { room: parseSender(element, from, isArchived) });
}

function parseSender(element: Element, from: Jid, isArchived: boolean): RoomSender {
  const occupantId = parseOccupantId(element);
  const realJid = isArchived ? parseArchivedJid(element) : undefined;
  const sender: Mutable<RoomSender> = {};
  if (from.resource !== '') sender.nick = from.resource;
  if (occupantId !== undefined) sender.occupantId = occupantId;
  if (realJid) sender.realJid = realJid;
  return sender;
}

/** Without receipts (XEP-0184 §5.3) and calls; only an archive removes the content of a message. */
function parseRoomParts(element: Element, from: Jid, isArchived: boolean): RoomParts {
  const { receiptFor: _, callStep: __, retracts, retractedBy, ...parts } = parseParts(element);
  const isRetraction = retracts !== undefined && !claimsModeration(element);
  const roomSubject = parseRoomSubject(element);
  const moderates = parseModeration(element, from);
  const moderated = isArchived ? parseModerated(element) : undefined;
  const ofRoom: Mutable<RoomParts> = parts;
  if (isRetraction) ofRoom.retracts = retracts;
  if (isArchived && retractedBy !== undefined) ofRoom.retractedBy = retractedBy;
  if (roomSubject !== undefined) ofRoom.roomSubject = roomSubject;
  if (moderates) ofRoom.moderates = moderates;
  if (moderated) ofRoom.moderated = moderated;
  return ofRoom;
}
