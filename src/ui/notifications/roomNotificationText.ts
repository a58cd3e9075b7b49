import { actOf, isAction } from '../../api/action.ts';
import { say, sayExcerpt } from '../../api/say.ts';
import type { RoomInvitationView, RoomView } from '../../api/views.ts';
import { affiliationLabel, counted, roleLabel } from '../rooms/roomText.ts';
import { invitationText } from '../invitationText.ts';
import type { SenderText } from './notificationText.ts';
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
        room.reason ? say(room.reason) : `You are no longer in ${name}`,
        MAX_SENTENCE,
      );
    case 'rights':
      return `${name}: you are now ${rightsText(room)}`;
  }
}

/** The name and the words of a notification of a message in a room. */
export function roomSender(room: RoomView): SenderText {
  const { level, lastReceived, mentions } = room;
  const name = shownLine(room.name);
  if (!lastReceived || (level === 'on-mention' && !lastReceived.mentionsUs)) {
    return { name, words: `${counted(mentions, 'message')} mentioning you` };
  }
  const nick = shownLine(lastReceived.senderName);
  const words =
    lastReceived.fileName === undefined
      ? shownWords(nick, sayExcerpt(lastReceived.excerpt))
      : `Sends ${shownLine(lastReceived.fileName)}`;
  return { name: `${nick} in ${name}`, words };
}

/** The words of a notification that summarizes the messages of one room. */
export function roomSummaryWords({ mentions, unread }: RoomView): string {
  return `${counted(unread, 'unread message')}${mentions > 0 ? `, ${mentions} mentioning you` : ''}`;
}

/** The text of a notification of who entered and left a room, in one line. */
export function occupantsText({ room, entered, left }: Omit<OccupantEvent, 'of'>): string {
  const name = shownLine(room.name);
  const parts = [
    ...(entered.length > 0 ? [`${nicks(entered)} entered ${name}`] : []),
    ...(left.length > 0 ? [`${nicks(left)} left ${name}`] : []),
  ];
  return parts.join(', ');
}

function nicks([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return shownLine(first);
  return `${shownLine(first)} and ${counted(others.length, 'other')}`;
}

/** The text of a notification of what others did to us in rooms, in one line. */
export function changesText(events: readonly Pick<RoomEvent, 'kind' | 'room'>[]): string {
  const [first, ...others] = events;
  if (first && others.length === 0) return roomNotificationText(first);
  return `You were removed from rooms, or may do something else there: ${events.length} in all`;
}

/** The text of a notification that summarizes messages of rooms, in one line. */
export function roomSummaryText(rooms: readonly RoomView[]): string {
  const [first, ...others] = rooms;
  if (first && others.length === 0) return `${shownLine(first.name)}: ${roomSummaryWords(first)}`;
  const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
  const mentions = rooms.reduce((sum, room) => sum + room.mentions, 0);
  const words = mentions > 0 ? `, ${mentions} mentioning you` : '';
  return `${counted(unread, 'unread message')}${words} in ${rooms.length} rooms`;
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
  if (!first || others.length > 0) return `${invitations.length} invitations to rooms came`;
  return shownLine(invitationText(first, names[0]), MAX_SENTENCE);
}

function messageText({ name, level, mentions, lastReceived }: RoomView): string {
  const room = shownLine(name);
  if (!lastReceived || (level === 'on-mention' && !lastReceived.mentionsUs)) {
    return `${room}: ${counted(mentions, 'message')} mentioning you`;
  }
  const nick = shownLine(lastReceived.senderName);
  if (lastReceived.fileName !== undefined) {
    return `${nick} sends ${shownLine(lastReceived.fileName)} to ${room}`;
  }
  const excerpt = sayExcerpt(lastReceived.excerpt);
  return isAction(excerpt)
    ? `${nick} in ${room} ${shownLine(actOf(excerpt))}`
    : `${nick} in ${room}: ${shownLine(excerpt)}`;
}

function rightsText({ role, affiliation }: RoomView): string {
  return [
    ...(role ? [roleLabel(role)] : []),
    ...(affiliation ? [affiliationLabel(affiliation)] : []),
  ].join(', ');
}
