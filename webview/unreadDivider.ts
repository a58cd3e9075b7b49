import type { MessageView } from '../src/api/views.ts';

/** The position and number of the messages that are new to the reader. */
export interface NewMessages {
  /** The first one's id. */
  readonly first: string;
  readonly count: number;
}

/**
 * Tracks the messages that are new to the reader. The mark stays while the user reads, moves to
 * newer messages that arrive while they are away, and is removed when they write.
 */
export class UnreadDivider {
  #mark: NewMessages | undefined;
  /** The newest message at the last update. */
  #last: string | undefined;
  #started = false;
  /** Whether the newest message was loaded at the last update. */
  #live = true;
  /** Whether the reader has seen the messages since the mark was set. */
  #seen = false;

  get mark(): NewMessages | undefined {
    return this.#mark;
  }

  /**
   * @param unread the host's count, which determines what was new when the tab was opened
   * @param reading whether the reader sees the newest message
   * @param live whether the newest message is among `messages`; otherwise none of them is new
   */
  update(messages: readonly MessageView[], unread: number, reading: boolean, live = true): void {
    const back = live && !this.#live;
    this.#live = live;
    if (!live) return;
    const first = !this.#started || back;
    const added = first ? lastUnread(messages, unread) : addedSince(messages, this.#last);
    this.#started = true;
    this.#last = messages.at(-1)?.id;
    if (added.some(({ outgoing }) => outgoing)) this.#mark = undefined;
    else if (added[0] && (first || !reading)) {
      const unseen = this.#seen ? undefined : this.#mark;
      this.#mark = {
        first: unseen?.first ?? added[0].id,
        count: (unseen?.count ?? 0) + added.length,
      };
      this.#seen = false;
    }
    if (reading) this.#seen = true;
  }
}

/** The messages after the given one; none if it is gone, since the list was then replaced. */
export function addedSince(
  messages: readonly MessageView[],
  last: string | undefined,
): readonly MessageView[] {
  if (last === undefined) return messages;
  const at = messages.findLastIndex(({ id }) => id === last);
  return at < 0 ? [] : messages.slice(at + 1);
}

/** The messages from the first of the last `unread` incoming ones on. */
function lastUnread(messages: readonly MessageView[], unread: number): readonly MessageView[] {
  let left = unread;
  let at = messages.length;
  while (at > 0 && left > 0) if (!messages[--at]?.outgoing) left--;
  return unread > 0 ? messages.slice(at).filter(({ outgoing }) => !outgoing) : [];
}
