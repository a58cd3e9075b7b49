import type { MessageView } from '../../src/api/views.ts';
import type { Aside } from '../room/foldActivity.ts';
import type { NewMessages } from '../unreadDivider.ts';
import { isSameDay } from '../sameDay.ts';

/** What precedes a message: dividers of a new day and of new messages, lines, avatar and name. */
export interface RowHeader {
  readonly day: boolean;
  readonly group: boolean;
  /** The number of new messages that begin here; 0 for none. */
  readonly news: number;
  /** Lines of what happened before it. */
  readonly asides: readonly Aside[];
}

const NO_ASIDES: readonly Aside[] = [];

/** Maximum time between the first and the last message of a group, in ms. */
const GROUP_SPAN = 5 * 60_000;

/**
 * The header of each message, in the same order.
 * @param news the first new message: a divider precedes it
 * @param asidesBefore the lines above messages, by id
 */
export function rowHeadersOf(
  messages: readonly MessageView[],
  news?: NewMessages,
  asidesBefore: ReadonlyMap<string, readonly Aside[]> = new Map(),
): RowHeader[] {
  let previous: MessageView | undefined;
  let first: MessageView | undefined;
  return messages.map((message) => {
    const day = !previous || !isSameDay(previous.time, message.time);
    const begun = message.id === news?.first ? news.count : 0;
    const asides = asidesBefore.get(message.id) ?? NO_ASIDES;
    const group =
      day ||
      asides.length > 0 ||
      begun > 0 ||
      !first ||
      !isSameAuthor(first, message) ||
      Math.abs(message.time - first.time) > GROUP_SPAN;
    if (group) first = message;
    previous = message;
    return { day, group, news: begun, asides };
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
