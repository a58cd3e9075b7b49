import { Jid } from '../../base/jid.ts';
import type { Bookmark, BookmarkChange } from '../../xmpp/xep/0402-conference.ts';

/** A bookmark as stored on this machine: its password, a secret, is only at the server. */
export interface KeptBookmark {
  /** The bare JID of the room. */
  readonly jid: string;
  readonly name: string;
  readonly autojoin: boolean;
  readonly nick: string;
}

/** A {@link WaitingChange} as stored: without a password. */
export interface KeptBookmarkChange {
  /** The bare JID of the room. */
  readonly jid: string;
  readonly change?: Omit<BookmarkChange, 'password'>;
  readonly adds: boolean;
}

/** What is known of an account's bookmarks while offline. */
export interface KeptBookmarks {
  readonly bookmarks: readonly KeptBookmark[];
  readonly waiting: readonly KeptBookmarkChange[];
  /** Whether the stores that the server does not unify with ours were read, and the lists joined. */
  readonly areStoresJoined: boolean;
}

/** Stores the bookmarks of accounts, by bare JID. */
export interface RoomBookmarkStore {
  loadBookmarks(account: string): KeptBookmarks | undefined;
  saveBookmarks(account: string, kept: KeptBookmarks): Promise<void>;
}

/** A change by the user that the server does not have yet. */
export interface WaitingChange {
  /** Bare. */
  readonly room: Jid;
  /** Absent if the bookmark is to be removed. */
  readonly change?: BookmarkChange;
  /** Whether it adds the bookmark. Others are void once the bookmark was removed elsewhere. */
  readonly adds: boolean;
}

export function keptBookmark({ room, name, autojoin, nick }: Bookmark): KeptBookmark {
  return { jid: room.bare, name, autojoin, nick };
}

export function restoreBookmark({ jid, ...kept }: KeptBookmark): readonly Bookmark[] {
  const room = Jid.parse(jid)?.toBare();
  return room ? [{ room, ...kept, password: '' }] : [];
}

export function keptChange({ room, change, adds }: WaitingChange): KeptBookmarkChange {
  if (!change) return { jid: room.bare, adds };
  const { password: _, ...kept } = change;
  return { jid: room.bare, adds, change: kept };
}

export function restoreChange({ jid, ...kept }: KeptBookmarkChange): readonly WaitingChange[] {
  const room = Jid.parse(jid)?.toBare();
  return room ? [{ room, ...kept }] : [];
}
