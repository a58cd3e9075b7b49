import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { bookmarksOf } from '../../xmpp/im/bookmarks.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { BookmarkEvent } from '../../xmpp/xep/0402-bookmarks.ts';
import type { Bookmark, BookmarkChange } from '../../xmpp/xep/0402-conference.ts';
import { PATIENCE_MS } from '../patience.ts';
import { BookmarkList, isSame } from './bookmarkList.ts';
import {
  keptBookmark,
  keptChange,
  restoreBookmark,
  restoreChange,
  type RoomBookmarkStore,
} from './keptBookmarks.ts';
import { isUndecided, writeBookmark } from './writeBookmark.ts';

/** What bookmarks request of the rooms. None of it is to be written back. */
export interface BookmarkedRooms {
  /**
   * A session that is new to us begins, or another client has set the bookmark to be joined, which
   * may still have locked a room that it creates. Without effect in a room that we are in.
   */
  join(bookmark: Bookmark, cause: 'session' | 'elsewhere'): void;
  /** Another client has left the room, or removed its bookmark. */
  leave(room: Jid): void;
}

export interface RoomBookmarksDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: RoomBookmarkStore;
  readonly rooms: BookmarkedRooms;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

interface Difference {
  readonly id: string;
  readonly before: Bookmark | undefined;
  readonly after: Bookmark | undefined;
}

/**
 * The account's bookmarks of rooms, in step with the server; while offline, as last known, without
 * passwords. What the user changes takes effect at once, and waits here until it is written.
 */
export class RoomBookmarks {
  readonly #deps: RoomBookmarksDeps;
  readonly #list: BookmarkList;
  readonly #queue = new SerialQueue();
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept = new LatestWrite(() => this.#keep());
  #areStoresJoined: boolean;
  /** Whether they were fetched in this session, which may void changes that wait. */
  #isFetched = false;
  /** Events received while fetching, which may be newer than what is fetched. */
  #held: BookmarkEvent[] | undefined;

  /** The bare JIDs of the rooms whose bookmarks were added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: RoomBookmarksDeps) {
    this.#deps = deps;
    const kept = deps.store.loadBookmarks(deps.account);
    this.#areStoresJoined = kept?.areStoresJoined ?? false;
    this.#list = new BookmarkList(
      kept?.bookmarks.flatMap(restoreBookmark) ?? [],
      kept?.waiting.flatMap(restoreChange) ?? [],
    );
  }

  /** The bookmark of a room, by its bare JID. */
  get(id: string): Bookmark | undefined {
    return this.#list.get(id);
  }

  values(): readonly Bookmark[] {
    return this.#list.values();
  }

  /**
   * A session begins that is new to us: fetches all bookmarks, and joins and leaves rooms as they
   * say; as last known if that fails, or takes long. The first time for the account, bookmarks found
   * in other stores are added. @throws StanzaError
   */
  async begin(session: Session): Promise<void> {
    this.#isFetched = false;
    const held: BookmarkEvent[] = [];
    this.#held = held;
    const patience = session.clock.after(PATIENCE_MS, () => {
      if (this.#held === held && session.jid) this.#joinAll();
    });
    let added: readonly Bookmark[];
    try {
      added = await this.#fetch(session);
    } finally {
      patience.dispose();
      if (this.#held === held) this.#held = undefined;
      // In a session that began meanwhile, it is fetched again.
      if (!this.#held && session.jid) this.#joinAll();
      for (const event of held) this.apply(event);
    }
    await this.#sendAll();
    // Until all are at the server, they are to be found where they were, passwords included.
    this.#areStoresJoined ||= added.every(({ room }) => !this.#list.waitingFor(room.bare));
    this.#save();
  }

  /** @returns those that were found in other stores only */
  async #fetch(session: Session): Promise<readonly Bookmark[]> {
    const bookmarks = await bookmarksOf(session);
    const fetched = await bookmarks.fetch();
    const others = this.#areStoresJoined ? [] : await bookmarks.fetchElsewhere();
    const rooms = new Set(fetched.map(({ room }) => room.bare));
    const added = others.filter(({ room }) => !rooms.has(room.bare));
    this.#isFetched = true;
    this.#take(fetched, added);
    return added;
  }

  /** The session was resumed: does what the loss of the connection has left. @throws StanzaError */
  async resume(session: Session): Promise<void> {
    if (this.#isFetched) await this.#sendAll();
    else await this.begin(session);
  }

  /** Applies what another client, or this one, has changed at the server. */
  apply(event: BookmarkEvent): void {
    if (this.#held) {
      this.#held.push(event);
      return;
    }
    const { rooms } = this.#deps;
    for (const { before, after } of this.#hear(event)) {
      if (after?.autojoin && !before?.autojoin) rooms.join(after, 'elsewhere');
      else if (before?.autojoin && !after?.autojoin) rooms.leave(before.room);
    }
  }

  /**
   * The user has joined a room, or changed their nick there. Resolves as {@link change}.
   *
   * @param joined.password only to store it for all clients of the account, readable by the server
   * @throws StanzaError if the server refuses it
   */
  async joined(
    room: Jid,
    joined: { readonly nick: string; readonly password?: string },
  ): Promise<void> {
    await this.change(room, { ...joined, autojoin: true });
  }

  /** The user has left a room. Resolves as {@link change}. @throws StanzaError */
  async left(room: Jid): Promise<void> {
    if (this.get(room.bare)) await this.change(room, { autojoin: false });
  }

  /**
   * Changes the bookmark of a room, or adds one. Resolves once it is written or, without a
   * connection, waits for one.
   *
   * @throws StanzaError if the server refuses it: then it is undone
   */
  async change(room: Jid, change: BookmarkChange): Promise<void> {
    await this.#want(room.toBare(), change);
  }

  /** Removes the bookmark of a room. Resolves as {@link change}. @throws StanzaError */
  async remove(room: Jid): Promise<void> {
    await this.#want(room.toBare(), undefined);
  }

  /** Takes over what was fetched, and adds what was found in other stores. */
  #take(fetched: readonly Bookmark[], added: readonly Bookmark[]): void {
    const differences = this.#update([...this.values(), ...fetched, ...added], () => {
      this.#list.replace(fetched);
      for (const { room, ...bookmark } of added) this.#list.want(room, bookmark);
    });
    for (const { before, after } of differences) {
      if (before?.autojoin && !after?.autojoin) this.#deps.rooms.leave(before.room);
    }
  }

  #joinAll(): void {
    for (const bookmark of this.values()) {
      if (bookmark.autojoin) this.#deps.rooms.join(bookmark, 'session');
    }
  }

  #hear(event: BookmarkEvent): readonly Difference[] {
    switch (event.kind) {
      case 'published':
        return this.#update([event.bookmark], () => {
          this.#list.put(event.bookmark);
        });
      case 'removed':
        return this.#update([event], () => {
          this.#list.remove(event.room.bare);
        });
      case 'replaced':
        return this.#update([...this.values(), ...event.bookmarks], () => {
          this.#list.replace(event.bookmarks);
        });
    }
  }

  async #want(room: Jid, change: BookmarkChange | undefined): Promise<void> {
    this.#update([{ room }], () => {
      this.#list.want(room, change);
    });
    if (this.#list.waitingFor(room.bare)) await this.#queue.run(() => this.#send(room));
  }

  /** Writes the changes that wait, one at a time. */
  async #sendAll(): Promise<void> {
    for (const { room } of this.#list.waiting()) {
      await this.#queue
        .run(() => this.#send(room))
        .catch((error: unknown) => {
          this.#deps.report('changing a bookmark', error);
        });
    }
  }

  async #send(room: Jid): Promise<void> {
    const waiting = this.#list.waitingFor(room.bare);
    const session = this.#deps.session();
    if (!waiting || !session || !this.#isFetched) return;
    try {
      await writeBookmark(session, waiting);
      this.#update([waiting], () => {
        this.#list.complete(waiting);
      });
    } catch (error) {
      if (isUndecided(error)) return;
      this.#update([waiting], () => {
        this.#list.cancel(waiting);
      });
      throw error;
    }
  }

  /** Changes the list, stores it and reports the differences of these rooms. */
  #update(rooms: readonly { readonly room: Jid }[], change: () => void): readonly Difference[] {
    const ids = [...new Set(rooms.map(({ room }) => room.bare))];
    const before = ids.map((id) => this.get(id));
    change();
    this.#save();
    const all = ids.map((id, at) => ({ id, before: before[at], after: this.get(id) }));
    const differences = all.filter((each) => !isSame(each.before, each.after));
    if (differences.length > 0) this.#changed.fire(differences.map(({ id }) => id));
    return differences;
  }

  #save(): void {
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping the bookmarks', error);
    });
  }

  #keep(): Promise<void> {
    return this.#deps.store.saveBookmarks(this.#deps.account, {
      bookmarks: this.#list.stored().map(keptBookmark),
      waiting: this.#list.waiting().map(keptChange),
      areStoresJoined: this.#areStoresJoined,
    });
  }
}
