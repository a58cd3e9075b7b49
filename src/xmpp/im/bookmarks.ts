// Bookmarks of rooms, whichever way the server stores them.
// https://xmpp.org/extensions/xep-0402.html
import type { Jid } from '../../base/jid.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { defineEvent, defineMemo, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { serviceInfo } from '../xep/0030-disco.ts';
import type { BookmarkEvent } from '../xep/0402-bookmarks.ts';
import {
  type Bookmark,
  type BookmarkChange,
  NS_BOOKMARKS,
  onePerRoom,
} from '../xep/0402-conference.ts';
import { type BookmarkStore, separateStores, STORAGES, storeFor } from './bookmarkStorage.ts';

/** Errors that say nothing of the store, only of the connection. */
const UNKNOWN = ['not-connected', 'remote-server-timeout'];

/** What another client, or this one, has changed in the store that we use. */
export const bookmarksChanged = defineEvent<BookmarkEvent>('bookmarksChanged');

/** The bookmarks of an account in the store that its server's features select. */
export class Bookmarks {
  readonly store: BookmarkStore;
  readonly #session: Session;
  readonly #features: ReadonlySet<string>;
  /** A list is published as a whole: two changes at once would lose one. */
  readonly #queue = new SerialQueue();

  constructor(session: Session, features: readonly string[]) {
    this.#session = session;
    this.#features = new Set(features);
    this.store = storeFor(this.#features);
  }

  /** Whether it stores {@link Bookmark.level}. */
  get hasLevels(): boolean {
    return this.store === 'native';
  }

  /** Whether changes of other clients are reported by {@link bookmarksChanged}. */
  get tellsChanges(): boolean {
    return this.store !== 'private';
  }

  /** Fetches all bookmarks, one for each room. @throws StanzaError */
  fetch(): Promise<readonly Bookmark[]> {
    return STORAGES[this.store].fetch(this.#session);
  }

  /**
   * Fetches the bookmarks that other clients may have in stores that the server does not unify with
   * ours, to be read once for an account, when it is new to this client.
   *
   * @throws StanzaError only if the connection is lost
   */
  async fetchElsewhere(): Promise<readonly Bookmark[]> {
    const found: Bookmark[] = [];
    for (const store of separateStores(this.store, this.#features)) {
      try {
        found.push(...(await STORAGES[store].fetch(this.#session)));
      } catch (error) {
        if (!(error instanceof StanzaError) || UNKNOWN.includes(error.condition)) throw error;
      }
    }
    return onePerRoom(found);
  }

  /**
   * Adds the bookmark of a room, or changes it as it is in the store now: what is not changed, and
   * what other clients have added, is kept. {@link bookmarksChanged} reports it here as well.
   *
   * @throws StanzaError
   */
  change(room: Jid, change: BookmarkChange): Promise<void> {
    return this.#queue.run(() => STORAGES[this.store].change(this.#session, room, change));
  }

  /** Removes the bookmark of a room, if it is there. @throws StanzaError */
  remove(room: Jid): Promise<void> {
    return this.#queue.run(() => STORAGES[this.store].change(this.#session, room));
  }
}

const chosen = defineMemo<{ bookmarks?: Bookmarks }>('bookmarks');
const chosenOf = (session: Session) => session.memo(chosen, () => ({}), 'newSession');

/**
 * The bookmarks of the account, by the features of its server; cached per session. Changes are
 * reported from then on.
 *
 * @throws StanzaError
 */
export async function bookmarksOf(session: Session): Promise<Bookmarks> {
  const { features } = await serviceInfo(session, session.account);
  return (chosenOf(session).bookmarks ??= new Bookmarks(session, features));
}

export const bookmarksModule: Module = {
  xep: 'XEP-0402',
  features: [`${NS_BOOKMARKS}+notify`],
  attach: (session) =>
    session.onStanza('message', ({ from, element }) => {
      // Any account may have a node of this name and send us its events (CVE-2023-28686).
      if (!from.equals(session.account)) return;
      // A server that unifies stores notifies of a change in each of them.
      const { bookmarks } = chosenOf(session);
      const events = bookmarks ? STORAGES[bookmarks.store].parseEvents(element) : [];
      for (const event of events) session.emit(bookmarksChanged, event);
    }),
};
