import type { MessageView } from '../../src/api/views.ts';
import type { NewMessages } from '../unreadDivider.ts';

/** What stands above a message: the dividers of a new day and of new messages, and its group's head with avatar and name. */
export interface Lead {
  readonly day: boolean;
  readonly group: boolean;
  /** How many new messages begin here; 0 where none do. */
  readonly news: number;
}

/** Messages of one sender this long after the group's first still belong to it, in ms. */
const GROUP_SPAN = 5 * 60_000;

/**
 * The lead of each message, in the same order.
 * @param news the first new message: a divider stands above it
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
      first.outgoing !== message.outgoing ||
      first.senderName !== message.senderName ||
      Math.abs(message.time - first.time) > GROUP_SPAN;
    if (group) first = message;
    previous = message;
    return { day, group, news: begun };
  });
}

/** Whether both times, in ms since 1970, fall on one day of the user's calendar. */
function sameDay(a: number, b: number): boolean {
  const [one, other] = [new Date(a), new Date(b)];
  return (
    one.getDate() === other.getDate() &&
    one.getMonth() === other.getMonth() &&
    one.getFullYear() === other.getFullYear()
  );
}
