// Incoming one-to-one messages (RFC 6121 §5), private messages of occupants included (XEP-0045 §7.5).
// https://www.rfc-editor.org/rfc/rfc6121#section-5
import type { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import { parseApprovalRequest } from '../xep/0045-approval.ts';
import { isMarkedPrivate } from '../xep/0045-messages.ts';
import { parseCaptcha } from '../xep/0158-captcha.ts';
import { parseRoomInvitation, type RoomInvitation } from '../xep/0249-invitations.ts';
import { parseOccupantId } from '../xep/0421-occupantIds.ts';
import { parseParts } from './messageParts.ts';
import { type Origin, readReceived, type ReceivedMessage } from './receivedMessage.ts';

/** A message of a chat, with content to show, or that refers to another message. */
export interface IncomingMessage extends ReceivedMessage {
  readonly type: 'chat' | 'normal' | 'headline';
  /**
   * Whether it is marked as exchanged with an occupant of a room. Only a hint: what counts is that
   * its sender, or recipient if it is our own, is the full JID of a room.
   */
  readonly isMarkedPrivate?: true;
  /** Claimed: valid only if an occupant sent it in a room that announces such ids (XEP-0421). */
  readonly occupantId?: string;
  /** An invitation to a room, with its password: a secret, unlike the notice of it. */
  readonly invitation?: RoomInvitation;
  /**
   * The room in whose name a form asks something, to join it (XEP-0158) or to approve others (XEP-0045
   * §8.6): the words beside it are for clients that cannot answer.
   */
  readonly asksForRoom?: Jid;
}

/** Parses a one-to-one message: as {@link readReceived}, and `undefined` for one of a room. */
export function readMessage(
  stanza: IncomingStanza,
  session: Session,
  origin: Origin,
): IncomingMessage | undefined {
  const { element } = stanza;
  const type = messageType(element.attrs['type']);
  if (!type) return undefined;
  const parts = type === 'headline' ? {} : parseParts(element);
  const message = readReceived(stanza, session, { type, origin, parts });
  if (!message) return undefined;
  // Most have none of them.
  if (!['x', 'occupant-id', 'captcha'].some((name) => element.getChild(name))) return message;
  const occupantId = parseOccupantId(element);
  const isPrivate = isMarkedPrivate(element);
  const invitation = type === 'headline' ? undefined : parseRoomInvitation(element, stanza.from);
  const room = parseCaptcha(stanza)?.from ?? (parseApprovalRequest(stanza) && stanza.from);
  if (occupantId === undefined && !isPrivate && !invitation && !room) return message;
  return {
    ...message,
    ...(isPrivate ? { isMarkedPrivate: true } : {}),
    ...(occupantId === undefined ? {} : { occupantId }),
    ...(invitation ? { invitation } : {}),
    ...(room ? { asksForRoom: room } : {}),
  };
}

/** RFC 6121 §5.2.2: an unknown type is `normal`. Groupchat is of rooms. */
function messageType(type: string | undefined): IncomingMessage['type'] | undefined {
  switch (type) {
    case 'chat':
    case 'headline':
      return type;
    case 'groupchat':
    case 'error':
      return undefined;
    default:
      return 'normal';
  }
}
