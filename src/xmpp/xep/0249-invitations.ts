// XEP-0249: Direct MUC Invitations, version 1.2
// https://xmpp.org/extensions/xep-0249.html
import type { Module } from '../stanza/session.ts';
import { Jid } from '../../base/jid.ts';
import { type InvitationNotice, MAX_NOTICE_TEXT } from '../stanza/notice.ts';
import { receivedLine } from '../stanza/text.ts';
import { type Element, localizedText } from '../stanza/xml.ts';

const NS = 'jabber:x:conference';
const NS_USER = 'http://jabber.org/protocol/muc#user';

/**
 * Parses an invitation to a room, direct or mediated by the room (XEP-0045 §7.8.2): the latter is
 * sent by the room, which may claim any inviter. A message with both is one invitation. A password
 * is ignored.
 *
 * @param from the sender of the message
 */
export function parseInvitation(message: Element, from: Jid): InvitationNotice | undefined {
  const mediated = message.getChild('x', NS_USER)?.getChild('invite', NS_USER);
  if (mediated) {
    const inviter = Jid.parse(mediated.attrs['from'] ?? '');
    const reason = localizedText(mediated, 'reason', NS_USER) ?? '';
    return invitation(from, reason, inviter);
  }
  const direct = message.getChild('x', NS);
  const room = Jid.parse(direct?.attrs['jid'] ?? '');
  return direct && room && invitation(room, direct.attrs['reason'] ?? '');
}

/** Not announced: rooms are not joined. */
export const invitationsModule: Module = { xep: 'XEP-0249', features: [] };

function invitation(room: Jid, reason: string, inviter?: Jid): InvitationNotice {
  return {
    kind: 'invitation',
    room: room.bare,
    reason: receivedLine(reason, MAX_NOTICE_TEXT),
    ...(inviter && { inviter: inviter.full }),
  };
}
