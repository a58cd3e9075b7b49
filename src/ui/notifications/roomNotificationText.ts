import { actOf, isAction } from '../../api/action.ts';
import { occupantName } from '../../api/occupantName.ts';
import { say, sayExcerpt } from '../../api/say.ts';
import type { RoomInvitationView, RoomView } from '../../api/views.ts';
import { formatNumber, plural, t } from '../../base/l10n.ts';
import { affiliationLabel, roleLabel } from '../rooms/roomText.ts';
import { invitationText } from '../invitationText.ts';
import { type SenderText, unreadWords } from './notificationText.ts';
import { MAX_SENTENCE, shownLine, shownWords } from './shownLine.ts';
import type { OccupantEvent } from './occupantEvents.ts';
import type { RoomEvent } from './roomEvents.ts';

/** The text of a notification of what happened in a room, in one line. */
export function roomNotificationText({ kind, room }: Pick<RoomEvent, 'kind' | 'room'>): string {
  const name = shownLine(room.name);
  switch (kind) {
    case 'room':
      return messageText(room);
    case 'removed':
      return shownLine(
        room.reason ? say(room.reason) : t('You are no longer in {room}', { room: name }),
        MAX_SENTENCE,
      );
    case 'rights':
      return t('{room}: you are now {rights}', { room: name, rights: rightsText(room) });
  }
}

/** The name and the words of a notification of a message in a room. */
export function roomSender(room: RoomView): SenderText {
  const { level, lastReceived, mentions } = room;
  const name = shownLine(room.name);
  if (!lastReceived || (level === 'on-mention' && !lastReceived.mentionsUs)) {
    return { name, words: mentioning(mentions) };
  }
  const nick = shownLine(lastReceived.senderName);
  const words =
    lastReceived.fileName === undefined
      ? shownWords(nick, sayExcerpt(lastReceived.excerpt))
      : t('Sends {file}', { file: shownLine(lastReceived.fileName) });
  return { name: occupantName(nick, name), words };
}

/** The words of a notification that summarizes the messages of one room. */
export function roomSummaryWords({
  mentions,
  unread,
}: Pick<RoomView, 'mentions' | 'unread'>): string {
  return [
    unreadWords(unread),
    ...(mentions > 0 ? [t('{count} mentioning you', { count: formatNumber(mentions) })] : []),
  ].join(', ');
}

function mentioning(count: number): string {
  return plural(count, ['{count} message mentioning you', '{count} messages mentioning you']);
}

/** The text of a notification of who entered and left a room, in one line. */
export function occupantsText({ room, entered, left }: Omit<OccupantEvent, 'of'>): string {
  const name = shownLine(room.name);
  const parts = [
    ...(entered.length > 0
      ? [t('{nicks} entered {room}', { nicks: nicks(entered), room: name })]
      : []),
    ...(left.length > 0 ? [t('{nicks} left {room}', { nicks: nicks(left), room: name })] : []),
  ];
  return parts.join(', ');
}

function nicks([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return shownLine(first);
  return plural(others.length, ['{nick} and {count} other', '{nick} and {count} others'], {
    nick: shownLine(first),
  });
}

/** The text of a notification of what others did to us in rooms, in one line. */
export function changesText(events: readonly Pick<RoomEvent, 'kind' | 'room'>[]): string {
  const [first, ...others] = events;
  if (first && others.length === 0) return roomNotificationText(first);
  return t('You were removed from rooms, or may do something else there: {count} in all', {
    count: formatNumber(events.length),
  });
}

/** The text of a notification that summarizes messages of rooms, in one line. */
export function roomSummaryText(rooms: readonly RoomView[]): string {
  const [first, ...others] = rooms;
  if (first && others.length === 0) return `${shownLine(first.name)}: ${roomSummaryWords(first)}`;
  const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
  const mentions = rooms.reduce((sum, room) => sum + room.mentions, 0);
  return plural(rooms.length, ['{messages} in {count} room', '{messages} in {count} rooms'], {
    messages: roomSummaryWords({ unread, mentions }),
  });
}

/**
 * The text of a notification of invitations, in one line.
 * @param names those of the inviters among our contacts
 */
export function invitationsText(
  invitations: readonly RoomInvitationView[],
  names: readonly (string | undefined)[],
): string {
  const [first, ...others] = invitations;
  if (!first || others.length > 0) {
    return plural(invitations.length, [
      '{count} invitation to rooms came',
      '{count} invitations to rooms came',
    ]);
  }
  return shownLine(invitationText(first, names[0]), MAX_SENTENCE);
}

function messageText({ name, level, mentions, lastReceived }: RoomView): string {
  const room = shownLine(name);
  if (!lastReceived || (level === 'on-mention' && !lastReceived.mentionsUs)) {
    return `${room}: ${mentioning(mentions)}`;
  }
  const nick = shownLine(lastReceived.senderName);
  if (lastReceived.fileName !== undefined) {
    return t('{nick} sends {file} to {room}', {
      ...{ nick, room },
      file: shownLine(lastReceived.fileName),
    });
  }
  const excerpt = sayExcerpt(lastReceived.excerpt);
  return isAction(excerpt)
    ? `${occupantName(nick, room)} ${shownLine(actOf(excerpt))}`
    : `${occupantName(nick, room)}: ${shownLine(excerpt)}`;
}

function rightsText({ role, affiliation }: RoomView): string {
  return [
    ...(role ? [roleLabel(role)] : []),
    ...(affiliation ? [affiliationLabel(affiliation)] : []),
  ].join(', ');
}
