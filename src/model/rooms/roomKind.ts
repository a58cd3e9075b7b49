import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';

/**
 * A private room has members only, who see each other's real addresses, as a group of contacts has;
 * any other one is public (XEP-0492 §3).
 */
export type RoomKind = 'private' | 'public';

/** The kind of a room by what it says of itself; public while that is unknown. */
export function roomKind(
  info: Pick<RoomInfo, 'isMembersOnly' | 'anonymity'> | undefined,
): RoomKind {
  return info?.isMembersOnly && info.anonymity === 'non-anonymous' ? 'private' : 'public';
}
