import type { Jid } from '../../base/jid.ts';
import type { Bookmark, BookmarkChange } from '../../xmpp/xep/0402-conference.ts';
import type { WaitingChange } from './keptBookmarks.ts';

/** Maximum number of bookmarks; events may add no more to them. */
const MAX_BOOKMARKS = 10_000;
const FIELDS = ['name', 'autojoin', 'nick', 'password', 'level'] as const;

/** Bookmarks as the server has them, with the user's changes that wait to be written. */
export class BookmarkList {
  readonly #stored = new Map<string, Bookmark>();
  readonly #waiting = new Map<string, WaitingChange>();

  constructor(stored: readonly Bookmark[], waiting: readonly WaitingChange[]) {
    for (const change of waiting) this.#waiting.set(change.room.bare, change);
    for (const bookmark of stored) this.#stored.set(bookmark.room.bare, bookmark);
  }

  /** By the bare JID of the room, with the changes that wait. */
  get(id: string): Bookmark | undefined {
    const stored = this.#stored.get(id);
    const waiting = this.#waiting.get(id);
    return waiting ? changed(stored, waiting) : stored;
  }

  values(): readonly Bookmark[] {
    const ids = new Set([...this.#stored.keys(), ...this.#waiting.keys()]);
    return [...ids].flatMap((id) => this.get(id) ?? []);
  }

  stored(): readonly Bookmark[] {
    return [...this.#stored.values()];
  }

  waiting(): readonly WaitingChange[] {
    return [...this.#waiting.values()];
  }

  waitingFor(id: string): WaitingChange | undefined {
    return this.#waiting.get(id);
  }

  /** The server has these bookmarks, and no others. */
  replace(bookmarks: readonly Bookmark[]): void {
    this.#stored.clear();
    for (const bookmark of bookmarks) this.put(bookmark);
    for (const id of [...this.#waiting.keys()]) this.#dropSettled(id);
  }

  /** The server has this bookmark. */
  put(bookmark: Bookmark): void {
    const id = bookmark.room.bare;
    if (this.#stored.size < MAX_BOOKMARKS || this.#stored.has(id)) this.#stored.set(id, bookmark);
    this.#dropSettled(id);
  }

  /** The server does not have the bookmark of this room. */
  remove(id: string): void {
    this.#stored.delete(id);
    this.#dropSettled(id);
  }

  /**
   * Queues a change by the user, or without one, a removal.
   * @returns whether there is anything to change
   */
  want(room: Jid, change: BookmarkChange | undefined): void {
    const id = room.bare;
    const known = this.get(id);
    const rest = change && differences(known, change);
    if (known ? rest && Object.keys(rest).length === 0 : !rest) return;
    const earlier = this.#waiting.get(id)?.change;
    this.#waiting.set(id, {
      room,
      ...(rest && { change: { ...earlier, ...rest } }),
      adds: rest !== undefined && !this.#stored.has(id),
    });
  }

  /** The server has carried out a change. */
  complete(waiting: WaitingChange): void {
    const id = waiting.room.bare;
    const bookmark = changed(this.#stored.get(id), waiting);
    if (bookmark) this.put(bookmark);
    else this.#stored.delete(id);
    this.cancel(waiting);
  }

  /** Forgets a change, unless another one has taken its place. */
  cancel(waiting: WaitingChange): void {
    const id = waiting.room.bare;
    if (this.#waiting.get(id) === waiting) this.#waiting.delete(id);
  }

  /**
   * Forgets a change that the server has, such as one whose answer was lost, or that is void: a
   * bookmark that was removed elsewhere is not ours to restore.
   */
  #dropSettled(id: string): void {
    const waiting = this.#waiting.get(id);
    const stored = this.#stored.get(id);
    if (!waiting) return;
    const isDone = isSame(changed(stored, waiting), stored);
    if (isDone || (!stored && !waiting.adds)) this.#waiting.delete(id);
  }
}

/** Whether two bookmarks of one room, or the lack of one, are the same. */
export function isSame(one: Bookmark | undefined, other: Bookmark | undefined): boolean {
  return FIELDS.every((field) => one?.[field] === other?.[field]);
}

function changed(stored: Bookmark | undefined, waiting: WaitingChange): Bookmark | undefined {
  const { room, change } = waiting;
  const bookmark = stored ?? { room, name: '', autojoin: false, nick: '', password: '' };
  return change && { ...bookmark, ...change };
}

/** What differs; a password always, which is unknown while offline. */
function differences(known: Bookmark | undefined, change: BookmarkChange): BookmarkChange {
  const entries = FIELDS.filter(
    (field) =>
      change[field] !== undefined && (field === 'password' || change[field] !== known?.[field]),
  ).map((field) => [field, change[field]] as const);
  return Object.fromEntries(entries);
}
