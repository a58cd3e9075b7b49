import type { MessageView } from '../../src/api/views.ts';
import type { NewMessages } from '../unreadDivider.ts';

/** What precedes a message: dividers of a new day and of new messages, avatar and name. */
export interface Lead {
  readonly day: boolean;
  readonly group: boolean;
  /** The number of new messages that begin here; 0 for none. */
  readonly news: number;
}

/** Maximum time between the first and the last message of a group, in ms. */
const GROUP_SPAN = 5 * 60_000;

/**
 * The lead of each message, in the same order.
 * @param news the first new message: a divider precedes it
 */
export function leadsOf(messages: readonly MessageView[], news?: NewMessages): Lead[] {
  let previous: MessageView | undefined;
  let first: MessageView | undefined;
  return messages.map((message) => {
    const day = !previous || !sameDay(previous.time, message.time);
    const begun = message.id === news?.first ? news.count : 0;
    const group =
      day ||
      begun > 0 ||
      !first ||
      !isSameAuthor(first, message) ||
      Math.abs(message.time - first.time) > GROUP_SPAN;
    if (group) first = message;
    previous = message;
    return { day, group, news: begun };
  });
}

/** In a room, by who the author is there, and by nick: a new one is shown. */
function isSameAuthor(one: MessageView, other: MessageView): boolean {
  const { sender } = one;
  const isSame =
    sender === undefined || other.sender === undefined
      ? one.outgoing === other.outgoing
      : sender === other.sender;
  return isSame && one.senderName === other.senderName;
}

/** Whether both times, in ms since 1970, are on the same day of the user's calendar. */
function sameDay(a: number, b: number): boolean {
  const [one, other] = [new Date(a), new Date(b)];
  return (
    one.getDate() === other.getDate() &&
    one.getMonth() === other.getMonth() &&
    one.getFullYear() === other.getFullYear()
  );
}
