import type { RoomInvitationView } from '../api/views.ts';
import { shownAddress } from '../base/jidEscaping.ts';
import { t } from '../base/l10n.ts';

/**
 * Who invites to which room, in one sentence.
 * @param name that of the inviter among our contacts
 */
export function invitationText(
  { room, inviter }: Pick<RoomInvitationView, 'room' | 'inviter'>,
  name?: string,
): string {
  const who = name ?? (isOccupantOf(room, inviter) ? nickOf(inviter) : shownAddress(inviter));
  const address = shownAddress(room);
  return who === ''
    ? t('You are invited to {room}', { room: address })
    : t('{who} invites you to {room}', { who, room: address });
}

function isOccupantOf(room: string, inviter: string): boolean {
  return inviter.startsWith(`${room}/`);
}

function nickOf(occupant: string): string {
  return occupant.slice(occupant.indexOf('/') + 1);
}
