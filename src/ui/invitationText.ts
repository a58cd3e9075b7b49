import type { RoomInvitationView } from '../api/views.ts';
import { shownAddress } from '../base/jidEscaping.ts';

/**
 * Who invites to which room, in one sentence.
 * @param name that of the inviter among our contacts
 */
export function invitationText(
  { room, inviter }: Pick<RoomInvitationView, 'room' | 'inviter'>,
  name?: string,
): string {
  const who = name ?? (isOccupantOf(room, inviter) ? nickOf(inviter) : shownAddress(inviter));
  if (who === '') return `You are invited to ${shownAddress(room)}`;
  return `${who} invites you to ${shownAddress(room)}`;
}

function isOccupantOf(room: string, inviter: string): boolean {
  return inviter.startsWith(`${room}/`);
}

function nickOf(occupant: string): string {
  return occupant.slice(occupant.indexOf('/') + 1);
}
