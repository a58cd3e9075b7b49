import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { sendMediatedInvitation } from '../../xmpp/xep/0045-invitations.ts';
import { sendDirectInvitation } from '../../xmpp/xep/0249-invitations.ts';
import type { Inside } from './roomAdministration.ts';
import { changeFailure, roomTask, sendToRoom } from './roomRequests.ts';

/**
 * Invites contacts to a room that we are in: by the room itself if it is for members only, who they
 * thereby become (XEP-0045 §7.8.2), or does not say what it is; else directly (XEP-0249).
 *
 * @param password of the room, for direct invitations; empty if none
 * @throws Failure if the room refuses one; those before it are sent
 */
export async function inviteToRoom(
  inside: Inside,
  room: Jid,
  invitation: {
    readonly contacts: readonly Jid[];
    readonly reason: string;
    readonly password: string;
  },
): Promise<void> {
  const { contacts, reason, password } = invitation;
  const task = roomTask('task.invite', room);
  const { session, membership } = inside(room, task);
  const isMediated = membership.info?.isMembersOnly !== false;
  for (const contact of contacts) {
    const id = randomUUID();
    try {
      if (!isMediated) {
        const secret = password === '' ? {} : { password };
        sendDirectInvitation(session, { id, to: contact, room, reason, ...secret });
        continue;
      }
      await sendToRoom(session, room, id, () => {
        sendMediatedInvitation(session, { id, room, invitee: contact, reason });
      });
    } catch (error) {
      throw changeFailure(error, room, '', task);
    }
  }
}
