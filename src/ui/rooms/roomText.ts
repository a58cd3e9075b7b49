import { say } from '../../api/say.ts';
import type {
  OccupantView,
  RoomAffiliation,
  RoomInfoView,
  RoomRole,
  RoomView,
} from '../../api/views.ts';
import { shorten } from '../../base/graphemes.ts';
import { oneLine } from '../../base/oneLine.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { plural, t } from '../../base/l10n.ts';

const ROLES: Readonly<Record<RoomRole, readonly [one: () => string, all: () => string]>> = {
  moderator: [() => t('moderator'), () => t('Moderators')],
  participant: [() => t('participant'), () => t('Participants')],
  visitor: [() => t('visitor'), () => t('Visitors')],
  none: [() => t('outside'), () => t('Others')],
};

const AFFILIATIONS: Readonly<
  Record<RoomAffiliation, readonly [one: () => string, all: () => string]>
> = {
  owner: [() => t('owner'), () => t('Owners')],
  admin: [() => t('admin'), () => t('Admins')],
  member: [() => t('member'), () => t('Members')],
  none: [() => t('not a member'), () => t('Not Members')],
  outcast: [() => t('banned'), () => t('Banned')],
};

export function roleLabel(role: RoomRole): string {
  return ROLES[role][0]();
}

/** The heading of those who have a role. */
export function roleHeading(role: RoomRole): string {
  return ROLES[role][1]();
}

export function affiliationLabel(affiliation: RoomAffiliation): string {
  return AFFILIATIONS[affiliation][0]();
}

/** The heading of those who have an affiliation. */
export function affiliationHeading(affiliation: RoomAffiliation): string {
  return AFFILIATIONS[affiliation][1]();
}

/** The codicon of a room's kind. */
export function kindIcon({ kind }: Pick<RoomView, 'kind'>): string {
  return kind === 'private' ? 'organization' : 'comment-discussion';
}

/** What a row says beside a room's name, on one line: what it is about, or why we are outside. */
export function roomDescription(room: RoomView): string {
  switch (room.phase) {
    case 'asking':
    case 'joining':
      if (room.reason) return oneLine(say(room.reason));
      return room.isSlow ? t('waiting for the room…') : t('joining…');
    case 'notSure':
      return t('waiting for the room…');
    case 'joined':
      return oneLine(room.subject ?? '').trim();
    case 'idle':
    case 'left':
      return room.reason ? oneLine(say(room.reason)) : t('not joined');
  }
}

/** What is known of a room, a line each. */
export function roomLines(room: RoomView): readonly string[] {
  const { phase, subject = '', info, nick, role, affiliation } = room;
  const own = role && affiliation ? ` (${roleLabel(role)}, ${affiliationLabel(affiliation)})` : '';
  return [
    room.name,
    shownAddress(room.id),
    subject === '' ? '' : t('Subject: {subject}', { subject }),
    phase === 'joined' ? occupantsLine(room.occupants, `${nick}${own}`) : '',
    phase === 'joined' ? '' : roomDescription(room),
    info ? privacyLine(info) : '',
  ].filter((line) => line !== '');
}

function occupantsLine(count: number, own: string): string {
  return plural(count, ['{count} occupant, you as {own}', '{count} occupants, you as {own}'], {
    own,
  });
}

const SHOWN_TO = {
  all: () => t('Everybody there sees your address'),
  moderators: () => t('Only moderators see your address'),
} as const;

/** Who will know what of those who join, in one sentence. */
export function privacyLine(info: RoomInfoView): string {
  const { addressesShownTo: shownTo } = info;
  const parts = [
    shownTo ? SHOWN_TO[shownTo]() : t('The room does not say who sees your address'),
    info.isArchived
      ? t('messages are kept at its server')
      : t('messages are not kept at its server'),
    ...(info.isMembersOnly ? [t('only members can join')] : []),
    ...(info.isPasswordProtected ? [t('a password is needed')] : []),
    ...(info.isModerated ? [t('visitors must ask before they can write')] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** Maximum length of a description before joining, in UTF-16 code units. */
const MAX_DESCRIPTION = 120;

/** What those who are about to join should know: the room's own words, then {@link privacyLine}. */
export function aboutRoom(info: RoomInfoView): string {
  const words = shorten(oneLine(info.description).trim(), MAX_DESCRIPTION);
  return [...(words === '' ? [] : [t('“{text}”', { text: words })]), privacyLine(info)].join(' ');
}

/** What a row says beside an occupant's nick. */
export function occupantDescription(occupant: OccupantView): string {
  const { affiliation, blockedBy, hats, ignored, isOwn } = occupant;
  const parts = [
    ...(isOwn ? [t('you')] : []),
    ...(blockedBy === undefined ? [] : [t('blocked')]),
    ...(ignored === undefined ? [] : [t('ignored')]),
    ...(affiliation === 'none' ? [] : [affiliationLabel(affiliation)]),
    ...hats,
  ];
  return oneLine(parts.join(' · '));
}

/** What is known of an occupant, a line each. */
export function occupantLines(occupant: OccupantView): readonly string[] {
  const { id, role, affiliation, blockedBy, hats, ignored, jid } = occupant;
  return [
    id,
    ...(jid === undefined ? [] : [shownAddress(jid)]),
    `${roleLabel(role)}, ${affiliationLabel(affiliation)}`,
    ...(hats.length === 0 ? [] : [hats.join(', ')]),
    ...(ignored === undefined ? [] : [t('ignored')]),
    ...(blockedBy === undefined
      ? []
      : [t('blocked, as {address} is', { address: shownAddress(blockedBy) })]),
  ];
}
