import { say } from '../../api/say.ts';
import type { AffiliatedView, NotificationLevel, RoomInfoView, RoomView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { oneLine } from '../../base/oneLine.ts';
import {
  affiliationHeading,
  affiliationLabel,
  privacyLine,
  roleHeading,
  roleLabel,
} from './roomText.ts';

/** One line of a room's details. */
export interface RoomLine {
  readonly label: string;
  readonly value: string;
}

const LEVELS: Readonly<Record<NotificationLevel, string>> = {
  always: 'every message',
  'on-mention': 'messages that mention you',
  never: 'none',
};

/** The label of the line of those whom the user ignores. */
export const IGNORED = 'ignored';
/** Told only where the user chose another name. */
const RENAMED = 'name that the room gives itself';

/** A room's details in reading order; unknown ones are left out. */
export function roomDetailLines(room: RoomView, info: RoomInfoView | undefined): RoomLine[] {
  const { phase, nick, role, affiliation, subject, reason, counts } = room;
  const isInside = phase === 'joined';
  const roles = (['moderator', 'participant', 'visitor'] as const)
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${roleHeading(one).toLowerCase()}`);
  const others = info?.occupants === undefined ? '' : String(info.occupants);
  const kept = room.isAutojoined ? 'yes, and joined at each start' : 'yes';
  const lines: RoomLine[] = [
    { label: 'address', value: shownAddress(room.id) },
    { label: 'name', value: room.name },
    { label: RENAMED, value: info?.name ?? '' },
    { label: 'description', value: info?.description ?? '' },
    { label: 'subject', value: subject ?? info?.subject ?? '' },
    { label: 'why you are not inside', value: reason ? say(reason) : '' },
    { label: 'occupants', value: isInside ? roles.join(', ') : others },
    { label: 'your nick', value: nick },
    { label: 'your role', value: role ? roleLabel(role) : '' },
    { label: 'your affiliation', value: affiliation ? affiliationLabel(affiliation) : '' },
    { label: 'kind', value: room.kind === 'private' ? 'private group' : 'public room' },
    { label: 'privacy', value: info ? privacyLine(info) : '' },
    { label: 'in your list', value: room.isBookmarked ? kept : 'no' },
    { label: 'notifications', value: LEVELS[room.level] },
    { label: 'comings and goings', value: room.showsActivity ? 'shown' : 'not shown' },
    { label: IGNORED, value: room.ignored.map((one) => one.nick).join(', ') },
  ];
  return lines
    .map(({ label, value }) => ({ label, value: oneLine(value).trim() }))
    .filter(({ label, value }) => value !== '' && !(label === RENAMED && value === room.name));
}

/** Maximum number of addresses of a line. */
const MAX_LISTED = 20;

/** Who is on which list of a room, a line each; empty ones are left out. */
export function listLines(all: readonly AffiliatedView[]): RoomLine[] {
  return (['owner', 'admin', 'member', 'outcast'] as const).flatMap((affiliation) => {
    const addresses = all.filter((one) => one.affiliation === affiliation).map(addressOf);
    const others = addresses.length - MAX_LISTED;
    const shown = [...addresses.slice(0, MAX_LISTED), ...(others > 0 ? [`${others} more`] : [])];
    const label = affiliationHeading(affiliation).toLowerCase();
    return shown.length > 0 ? [{ label, value: shown.join(', ') }] : [];
  });
}

function addressOf({ id }: AffiliatedView): string {
  return shownAddress(id);
}
