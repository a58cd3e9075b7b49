// XEP-0045: Multi-User Chat, version 1.35.5: mediated invitations (§7.8.2, §7.9)
// https://xmpp.org/extensions/xep-0045.html#invite-mediated
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { NS_MUC_USER } from './0045-user.ts';

/** An invitation that the room passes on, with its password if it has one. */
export interface MediatedInvitation {
  /** Named by errors. */
  readonly id: string;
  readonly room: Jid;
  readonly invitee: Jid;
  /** Empty if none. */
  readonly reason: string;
  /** Whether the room continues a one-to-one chat with the invitee (§7.9), and its thread. */
  readonly continues?: { readonly thread?: string };
}

/**
 * Requests a room that we are in to invite somebody, who becomes a member of a members-only room.
 * One message for each invitee: Prosody reads only the first of several (as of 0.12).
 *
 * @throws StanzaError `not-connected`
 */
export function sendMediatedInvitation(session: Session, invitation: MediatedInvitation): void {
  const { id, room, invitee, reason, continues } = invitation;
  const invite = xml(
    'invite',
    { to: invitee.full },
    buildReason(reason),
    continues && xml('continue', { thread: continues.thread }),
  );
  session.send(xml('message', { id, to: room.bare }, xml('x', { xmlns: NS_MUC_USER }, invite)));
}

/**
 * Declines an invitation that a room passed on (§7.8.2); direct ones are only ignored.
 *
 * @param decline.inviter as the invitation names them
 * @param decline.reason empty for none
 * @throws StanzaError `not-connected`
 */
export function declineInvitation(
  session: Session,
  decline: {
    readonly id: string;
    readonly room: Jid;
    readonly inviter: Jid;
    readonly reason: string;
  },
): void {
  const { id, room, inviter, reason } = decline;
  const child = xml('decline', { to: inviter.full }, buildReason(reason));
  session.send(xml('message', { id, to: room.bare }, xml('x', { xmlns: NS_MUC_USER }, child)));
}

function buildReason(reason: string): Element | undefined {
  const text = sendableText(reason);
  return text === '' ? undefined : xml('reason', null, text);
}
