// XEP-0402: PEP Native Bookmarks, version 1.2.0
// https://xmpp.org/extensions/xep-0402.html
import { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { copyOf, type Element, xml } from '../stanza/xml.ts';
import {
  fetchPepItems,
  parsePepEvent,
  parsePepRemoval,
  type PepItem,
  publishPrivately,
  retractPepItem,
} from './0163-pep.ts';
import {
  type Bookmark,
  type BookmarkChange,
  changeConference,
  NS_BOOKMARKS,
  onePerRoom,
  parseConference,
} from './0402-conference.ts';

/**
 * What another client, or this one, has changed: one bookmark, which was published or removed, or
 * the whole list.
 */
export type BookmarkEvent =
  | { readonly kind: 'published'; readonly bookmark: Bookmark }
  | { readonly kind: 'removed'; readonly room: Jid }
  | { readonly kind: 'replaced'; readonly bookmarks: readonly Bookmark[] };

/** Fetches all bookmarks, one for each room. @throws StanzaError */
export async function fetchNativeBookmarks(session: Session): Promise<readonly Bookmark[]> {
  return onePerRoom((await fetchItems(session)).map(parseItem));
}

/**
 * Publishes the bookmark of a room as it is stored now, with a change, or a new one (§3.3, §3.4).
 *
 * @throws StanzaError `feature-not-implemented` if the server cannot restrict access
 */
export async function changeNativeBookmark(
  session: Session,
  room: Jid,
  change: BookmarkChange,
): Promise<void> {
  const items = await fetchItemsOf(session, room);
  const [stored] = items;
  const conference = stored ? copyOf(stored.payload) : xml('conference', { xmlns: NS_BOOKMARKS });
  changeConference(conference, change);
  const id = stored && isOfRoom(stored.id) ? stored.id : room.bare;
  await publishPrivately(session, NS_BOOKMARKS, { id, payload: conference });
  for (const item of items) {
    if (!isOfRoom(item.id)) await retractPepItem(session, NS_BOOKMARKS, item.id);
  }
}

/** Removes the bookmark of a room, if it is there, and notifies our clients (§3.5). @throws StanzaError */
export async function removeNativeBookmark(session: Session, room: Jid): Promise<void> {
  for (const { id } of await fetchItemsOf(session, room)) {
    await retractPepItem(session, NS_BOOKMARKS, id);
  }
}

/**
 * What a message from our own account says of bookmarks (§4). That an item is removed whose id has
 * a nick in it says nothing: the room may have another one.
 */
export function parseNativeEvents(message: Element): readonly BookmarkEvent[] {
  const { ids, isAll } = parsePepRemoval(message, NS_BOOKMARKS);
  const removed = ids.flatMap((id): BookmarkEvent[] => {
    const room = Jid.parse(id);
    return room && isOfRoom(id) ? [{ kind: 'removed', room }] : [];
  });
  const published = parsePepEvent(message, NS_BOOKMARKS).flatMap((item): BookmarkEvent[] => {
    const bookmark = parseItem(item);
    return bookmark ? [{ kind: 'published', bookmark }] : [];
  });
  return [
    ...(isAll ? [{ kind: 'replaced', bookmarks: [] } as const] : []),
    ...removed,
    ...published,
  ];
}

/** The items of a room, written in one way or another, the one to use first. */
async function fetchItemsOf(session: Session, room: Jid): Promise<readonly PepItem[]> {
  const items = await fetchItems(session);
  return items.filter((item) => parseItem(item)?.room.bare === room.bare);
}

/** All items, those last whose id has a nick in it. */
async function fetchItems(session: Session): Promise<readonly PepItem[]> {
  const items = await fetchPepItems(session, NS_BOOKMARKS);
  return [...items.filter(({ id }) => isOfRoom(id)), ...items.filter(({ id }) => !isOfRoom(id))];
}

/** Whether an id is the address of a room, as it has to be (§2), without a nick. */
function isOfRoom(id: string): boolean {
  const jid = Jid.parse(id);
  return jid !== undefined && jid.local !== '' && jid.resource === '';
}

function parseItem({ id, payload }: PepItem): Bookmark | undefined {
  return payload.is('conference', NS_BOOKMARKS) ? parseConference(payload, id) : undefined;
}
