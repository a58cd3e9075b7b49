// XEP-0249: Direct MUC Invitations, version 1.2
// https://xmpp.org/extensions/xep-0249.html
import type { Module, Session } from '../stanza/session.ts';
import { Jid } from '../../base/jid.ts';
import { type InvitationNotice, MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedId, receivedLine, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { NS_MUC_USER, parseReason } from './0045-user.ts';

const NS = 'jabber:x:conference';
const MAX_PASSWORD_LENGTH = 1023;

/** An invitation to a room, direct or mediated by the room (XEP-0045 §7.8.2). */
export interface RoomInvitation {
  /** Bare. */
  readonly room: Jid;
  /** Whether the room passed it on: only then it can be declined. */
  readonly mediated: boolean;
  /** The sender, or whom the room names, which it may claim of anybody; absent if it names none. */
  readonly inviter?: Jid;
  /** In one line; empty if none is given. */
  readonly reason: string;
  /** A secret, to be kept as one, or dropped. */
  readonly password?: string;
  /** Whether the room continues a one-to-one chat, and its thread. */
  readonly continues?: { readonly thread?: string };
}

/**
 * Parses an invitation. A message with both kinds is one, mediated by the room (§4).
 *
 * @param from the sender of the message
 */
export function parseRoomInvitation(message: Element, from: Jid): RoomInvitation | undefined {
  if (message.attrs['type'] === 'error') return undefined;
  const x = message.getChild('x', NS_MUC_USER);
  const invite = x?.getChild('invite', NS_MUC_USER);
  if (x && invite) return parseMediated(x, invite, from);
  const direct = message.getChild('x', NS);
  return direct && parseDirect(direct, from);
}

/** {@link parseRoomInvitation} as a notice, without a password: notices are stored as they are. */
export function parseInvitation(message: Element, from: Jid): InvitationNotice | undefined {
  const invitation = parseRoomInvitation(message, from);
  if (!invitation) return undefined;
  const { room, mediated, inviter, reason } = invitation;
  return {
    kind: 'invitation',
    room: room.bare,
    reason,
    ...(mediated && inviter && { inviter: inviter.full }),
  };
}

/**
 * Invites somebody to a room. In a members-only room, the invitee has to be a member already (§4).
 *
 * @param invitation.reason empty for none
 * @param invitation.password of the room; sent as it is
 * @throws StanzaError `not-connected`
 */
export function sendDirectInvitation(
  session: Session,
  invitation: Pick<RoomInvitation, 'room' | 'reason' | 'password' | 'continues'> & {
    readonly id: string;
    readonly to: Jid;
  },
): void {
  const { id, to, room, reason, password, continues } = invitation;
  const x = xml('x', {
    xmlns: NS,
    jid: room.bare,
    reason: sendableText(reason) || undefined,
    password: password === undefined ? undefined : sendableText(password),
    continue: continues && 'true',
    thread: continues?.thread,
  });
  session.send(xml('message', { id, to: to.full }, x));
}

/** §3. */
export const invitationsModule: Module = { xep: 'XEP-0249', features: [NS] };

function parseMediated(x: Element, invite: Element, from: Jid): RoomInvitation {
  const inviter = Jid.parse(invite.attrs['from'] ?? '');
  const password = receivedPassword(x.getChildText('password', NS_MUC_USER));
  const next = invite.getChild('continue', NS_MUC_USER);
  return {
    room: from.toBare(),
    mediated: true,
    reason: parseReason(invite),
    ...(inviter && { inviter }),
    ...(password !== undefined && { password }),
    ...(next && { continues: continuation(next.attrs['thread']) }),
  };
}

function parseDirect({ attrs }: Element, from: Jid): RoomInvitation | undefined {
  const room = Jid.parse(attrs['jid'] ?? '')?.toBare();
  if (!room) return undefined;
  const password = receivedPassword(attrs['password']);
  return {
    room,
    mediated: false,
    inviter: from,
    reason: receivedLine(attrs['reason'] ?? '', MAX_NOTICE_TEXT),
    ...(password !== undefined && { password }),
    ...(['true', '1'].includes(attrs['continue'] ?? '') && {
      continues: continuation(attrs['thread']),
    }),
  };
}

function continuation(attribute: string | undefined): { readonly thread?: string } {
  const thread = receivedId(attribute);
  return thread === undefined ? {} : { thread };
}

/** A password is not changed in any way: one that is too long is none. */
function receivedPassword(text: string | null | undefined): string | undefined {
  return text && text.length <= MAX_PASSWORD_LENGTH ? text : undefined;
}
