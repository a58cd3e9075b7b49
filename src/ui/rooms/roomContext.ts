import type { OccupantView, RoomView } from '../../api/views.ts';
import { isInside } from './liveRooms.ts';

/** The context value for menus: `room`, where we are, whether we can return, and our rights. */
export function roomContext(room: RoomView): string {
  const place = isInside(room) ? 'inside' : 'outside';
  const mayReturn = !isInside(room) && room.remedy !== 'none';
  return ['room', place, ...(mayReturn ? ['joinable'] : []), ...room.rights].join(' ');
}

/** The context value for menus: `occupant`, whether the address is shown, and what we may do. */
export function occupantContext({ jid, isOwn, actions }: OccupantView): string {
  const known = jid !== undefined && !isOwn ? ['addressed'] : [];
  return ['occupant', ...known, ...actions].join(' ');
}
