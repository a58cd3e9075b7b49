// Where bookmarks of rooms are stored: the place that all clients of the account see.
// https://xmpp.org/extensions/xep-0402.html#compatibility
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import {
  BOOKMARK_LIST,
  changeBookmarkList,
  fetchBookmarkList,
  parseBookmarkList,
  parseListEvents,
  publishBookmarkList,
} from '../xep/0048-bookmarks.ts';
import { fetchPrivate, storePrivate } from '../xep/0049-privateStorage.ts';
import { PUBLISH_OPTIONS } from '../xep/0163-pep.ts';
import {
  type BookmarkEvent,
  changeNativeBookmark,
  fetchNativeBookmarks,
  parseNativeEvents,
  removeNativeBookmark,
} from '../xep/0402-bookmarks.ts';
import { type Bookmark, type BookmarkChange, NS_BOOKMARKS } from '../xep/0402-conference.ts';

/** By XEP-0402, by XEP-0048 in PEP, and by XEP-0048 in private XML storage (XEP-0049). */
export type BookmarkStore = 'native' | 'list' | 'private';

/** The feature of a server that keeps the lists of PEP and private storage the same (XEP-0411). */
const LISTS_UNIFIED = 'urn:xmpp:bookmarks-conversion:0';
const WITH_PRIVATE = `${NS_BOOKMARKS}#compat`;
const WITH_LIST = `${NS_BOOKMARKS}#compat-pep`;

/** What is done with a store. */
export interface BookmarkStorage {
  readonly fetch: (session: Session) => Promise<readonly Bookmark[]>;
  /** Reads, changes and publishes; removes without a change. */
  readonly change: (session: Session, room: Jid, change?: BookmarkChange) => Promise<void>;
  readonly parseEvents: (message: Element) => readonly BookmarkEvent[];
}

export const STORAGES: Readonly<Record<BookmarkStore, BookmarkStorage>> = {
  native: {
    fetch: fetchNativeBookmarks,
    change: (session, room, change) =>
      change ? changeNativeBookmark(session, room, change) : removeNativeBookmark(session, room),
    parseEvents: parseNativeEvents,
  },
  list: {
    ...listStorage(fetchBookmarkList, publishBookmarkList),
    parseEvents: parseListEvents,
  },
  private: {
    ...listStorage((session) => fetchPrivate(session, BOOKMARK_LIST), storePrivate),
    parseEvents: () => [],
  },
};

/** Without publish-options nothing private may be in PEP, as others might read it. */
export function storeFor(features: ReadonlySet<string>): BookmarkStore {
  if (!features.has(PUBLISH_OPTIONS)) return 'private';
  if (features.has(WITH_PRIVATE) || features.has(WITH_LIST)) return 'native';
  return features.has(LISTS_UNIFIED) ? 'list' : 'private';
}

/** The stores that a server does not unify with ours. */
export function separateStores(
  store: BookmarkStore,
  features: ReadonlySet<string>,
): readonly BookmarkStore[] {
  const areListsUnified = features.has(LISTS_UNIFIED);
  switch (store) {
    case 'native': {
      const hasList = features.has(WITH_LIST) || (areListsUnified && features.has(WITH_PRIVATE));
      const hasPrivate = features.has(WITH_PRIVATE) || (areListsUnified && features.has(WITH_LIST));
      return [...(hasList ? [] : ['list' as const]), ...(hasPrivate ? [] : ['private' as const])];
    }
    case 'list':
      return ['native'];
    case 'private':
      return areListsUnified ? ['native'] : ['native', 'list'];
  }
}

function listStorage(
  read: (session: Session) => Promise<Element | undefined>,
  write: (session: Session, list: Element) => Promise<void>,
): Pick<BookmarkStorage, 'fetch' | 'change'> {
  return {
    fetch: async (session) => parseBookmarkList(await read(session)),
    change: async (session, room, change) => {
      await write(session, changeBookmarkList(await read(session), room, change));
    },
  };
}
