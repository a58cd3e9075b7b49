// XEP-0048: Bookmarks, version 1.2
// https://xmpp.org/extensions/xep-0048.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { copyOf, type Element, xml } from '../stanza/xml.ts';
import { fetchPepItems, parsePepEvent, parsePepRemoval, publishPrivately } from './0163-pep.ts';
import type { BookmarkEvent } from './0402-bookmarks.ts';
import {
  type Bookmark,
  type BookmarkChange,
  changeConference,
  onePerRoom,
  parseConference,
} from './0402-conference.ts';

const NS = 'storage:bookmarks';
/** The id of the only item of the node (§3.1). */
const CURRENT = 'current';

/** The name and namespace of the list, for other places than PEP (XEP-0049). */
export const BOOKMARK_LIST = { name: 'storage', xmlns: NS };

/** Parses a list, one bookmark for each room. Bookmarks of web pages are ignored. */
export function parseBookmarkList(list: Element | undefined): readonly Bookmark[] {
  return onePerRoom(conferencesOf(list).map(parseListed));
}

/**
 * Copies a list with the bookmark of a room changed, added or, without a change, removed. The rest
 * is kept, further attributes and children included, but for more bookmarks of the same room.
 */
export function changeBookmarkList(
  list: Element | undefined,
  room: Jid,
  change: BookmarkChange | undefined,
): Element {
  const copy = list ? copyOf(list) : xml(BOOKMARK_LIST.name, { xmlns: NS });
  const [stored, ...doubles] = conferencesOf(copy).filter(
    (conference) => parseListed(conference)?.room.bare === room.bare,
  );
  const dropped = new Set<Element | string | undefined>(change ? doubles : [stored, ...doubles]);
  copy.children = copy.children.filter((child) => !dropped.has(child));
  if (!change) return copy;
  const conference = stored ?? xml('conference', { jid: room.bare });
  if (!stored) copy.append(conference);
  changeConference(conference, change);
  return copy;
}

/** Fetches the list from our own node (§3.3); `undefined` if there is none. @throws StanzaError */
export async function fetchBookmarkList(session: Session): Promise<Element | undefined> {
  const items = await fetchPepItems(session, NS);
  const lists = items.filter(({ payload }) => payload.is(BOOKMARK_LIST.name, NS));
  return (lists.find(({ id }) => id === CURRENT) ?? lists.at(-1))?.payload;
}

/**
 * Publishes the list at our own node (§3.1), in place of the one there.
 *
 * @throws StanzaError `feature-not-implemented` if the server cannot restrict access
 */
export async function publishBookmarkList(session: Session, list: Element): Promise<void> {
  await publishPrivately(session, NS, { id: CURRENT, payload: list }, { isOnly: true });
}

/** What a message from our own account says of the list (§3.2). */
export function parseListEvents(message: Element): readonly BookmarkEvent[] {
  const list = parsePepEvent(message, NS).find(({ payload }) => payload.is(BOOKMARK_LIST.name, NS));
  const { ids, isAll } = parsePepRemoval(message, NS);
  if (!list && !isAll && !ids.includes(CURRENT)) return [];
  return [{ kind: 'replaced', bookmarks: parseBookmarkList(list?.payload) }];
}

/** The events are reported with those of XEP-0402. */
export const bookmarkListModule: Module = { xep: 'XEP-0048', features: [`${NS}+notify`] };

function conferencesOf(list: Element | undefined): readonly Element[] {
  return list?.getChildren('conference', NS) ?? [];
}

function parseListed(conference: Element): Bookmark | undefined {
  return parseConference(conference, conference.attrs['jid'] ?? '');
}
