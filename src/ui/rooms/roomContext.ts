import type { OccupantView, RoomView } from '../../api/views.ts';
import { isInside } from './liveRooms.ts';

/** The context value for menus: `room`, where we are, what we can do and have chosen, our rights. */
export function roomContext(room: RoomView): string {
  const place = isInside(room) ? 'inside' : 'outside';
  const mayReturn = !isInside(room) && room.remedy !== 'none';
  const activity = room.showsActivity ? 'activityShown' : 'activityHidden';
  const ignoring = room.ignored.length > 0 ? ['ignoring'] : [];
  const more = [...(mayReturn ? ['joinable'] : []), ...ignoring, activity];
  return ['room', place, ...more, ...room.rights].join(' ');
}

/** As {@link roomContext}: `occupant`, `other` than us, address shown, ignored, blocked, what we may do. */
export function occupantContext(occupant: OccupantView): string {
  const { actions, blockedBy, ignored, isOwn, jid } = occupant;
  const ignorable = ignored === undefined ? 'ignorable' : 'ignored';
  const other = isOwn
    ? []
    : ['other', ignorable, blockedBy === undefined ? 'blockable' : 'blocked'];
  const known = jid !== undefined && !isOwn ? ['addressed'] : [];
  return ['occupant', ...other, ...known, ...actions].join(' ');
}
