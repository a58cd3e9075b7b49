import { say } from '../../api/say.ts';
import type { AffiliatedView, NotificationLevel, RoomInfoView, RoomView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { oneLine } from '../../base/oneLine.ts';
import { affiliationLabel, privacyLine, roleLabel } from './roomText.ts';

/** One line of a room's details. */
export interface RoomLine {
  readonly label: string;
  readonly value: string;
}

const LEVELS: Readonly<Record<NotificationLevel, () => string>> = {
  always: () => t('every message'),
  'on-mention': () => t('messages that mention you'),
  never: () => t({ message: 'none', comment: ['no messages notify'] }),
};

/** The label of the line of those whom the user ignores. */
export function ignoredLabel(): string {
  return t('ignored');
}

const COUNTS = {
  moderator: (count: string) => t('{count} moderators', { count }),
  participant: (count: string) => t('{count} participants', { count }),
  visitor: (count: string) => t('{count} visitors', { count }),
} as const;

/** A room's details in reading order; unknown ones are left out. */
export function roomDetailLines(room: RoomView, info: RoomInfoView | undefined): RoomLine[] {
  const { phase, nick, role, affiliation, subject, reason, counts } = room;
  const isInside = phase === 'joined';
  const roles = (['moderator', 'participant', 'visitor'] as const)
    .filter((one) => counts[one] > 0)
    .map((one) => COUNTS[one](formatNumber(counts[one])));
  const others = info?.occupants === undefined ? '' : formatNumber(info.occupants);
  const kept = room.isAutojoined ? t('yes, and joined at each start') : t('yes');
  // Told only where the user chose another name.
  const ownName = info?.name === room.name ? '' : (info?.name ?? '');
  const lines: RoomLine[] = [
    { label: t('address'), value: shownAddress(room.id) },
    { label: t('name'), value: room.name },
    { label: t('name that the room gives itself'), value: ownName },
    { label: t('description'), value: info?.description ?? '' },
    { label: t('subject'), value: subject ?? info?.subject ?? '' },
    { label: t('why you are not inside'), value: reason ? say(reason) : '' },
    { label: t('occupants'), value: isInside ? roles.join(', ') : others },
    { label: t('your nick'), value: nick },
    { label: t('your role'), value: role ? roleLabel(role) : '' },
    { label: t('your affiliation'), value: affiliation ? affiliationLabel(affiliation) : '' },
    {
      label: t({ message: 'kind', comment: ['of a room'] }),
      value: room.kind === 'private' ? t('private group') : t('public room'),
    },
    { label: t('privacy'), value: info ? privacyLine(info) : '' },
    { label: t('in your list'), value: room.isBookmarked ? kept : t('no') },
    { label: t('notifications'), value: LEVELS[room.level]() },
    { label: t('comings and goings'), value: room.showsActivity ? t('shown') : t('not shown') },
    { label: ignoredLabel(), value: room.ignored.map((one) => one.nick).join(', ') },
  ];
  return lines
    .map(({ label, value }) => ({ label, value: oneLine(value).trim() }))
    .filter(({ value }) => value !== '');
}

/** Maximum number of addresses of a line. */
const MAX_LISTED = 20;

const LISTS = {
  owner: () => t('owners'),
  admin: () => t('admins'),
  member: () => t('members'),
  outcast: () => t({ message: 'banned', comment: ['heading of a list of addresses'] }),
} as const;

/** Who is on which list of a room, a line each; empty ones are left out. */
export function listLines(all: readonly AffiliatedView[]): RoomLine[] {
  return (['owner', 'admin', 'member', 'outcast'] as const).flatMap((affiliation) => {
    const addresses = all.filter((one) => one.affiliation === affiliation).map(addressOf);
    const others = addresses.length - MAX_LISTED;
    const shown = [
      ...addresses.slice(0, MAX_LISTED),
      ...(others > 0 ? [t('{count} more', { count: formatNumber(others) })] : []),
    ];
    return shown.length > 0 ? [{ label: LISTS[affiliation](), value: shown.join(', ') }] : [];
  });
}

function addressOf({ id }: AffiliatedView): string {
  return shownAddress(id);
}
