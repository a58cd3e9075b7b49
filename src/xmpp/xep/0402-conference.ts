// XEP-0402: PEP Native Bookmarks, version 1.2.0: one bookmark (§2)
// https://xmpp.org/extensions/xep-0402.html#usage
import { Jid } from '../../base/jid.ts';
import { receivedLine, sendableText } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';
import { type NotificationLevel, parseLevel, setLevel } from './0492-notificationSettings.ts';

export const NS_BOOKMARKS = 'urn:xmpp:bookmarks:1';
/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 256;
const MAX_PASSWORD_LENGTH = 1023;
/** Maximum number of bookmarks; further ones are ignored, but kept in the store. */
const MAX_BOOKMARKS = 10_000;

/** A room that the user keeps, as stored for all clients of the account. */
export interface Bookmark {
  /** Bare. */
  readonly room: Jid;
  /** Given by the user, at most 256 UTF-16 code units; empty if none. */
  readonly name: string;
  /** Whether clients join it by themselves. */
  readonly autojoin: boolean;
  /** The nick to join with; empty if none or invalid. */
  readonly nick: string;
  /** The password of the room; empty if none. */
  readonly password: string;
  /** Which of its messages notify; absent if not set, or the store has no place for it. */
  readonly level?: NotificationLevel;
}

/** What to change in a bookmark: the rest stays, and what other clients have added to it. */
export type BookmarkChange = Partial<Omit<Bookmark, 'room'>>;

/**
 * Parses a `<conference/>`, which XEP-0048 has as well, in its own namespace.
 *
 * @param address of the room; one with a nick counts as the room
 * @returns `undefined` if it is not the address of a room
 */
export function parseConference(conference: Element, address: string): Bookmark | undefined {
  const room = Jid.parse(address)?.toBare();
  if (!room || room.local === '') return undefined;
  const { name = '', autojoin } = conference.attrs;
  const text = (child: string) => childText(conference, child, conference.getNS() ?? '') ?? '';
  const password = text('password');
  const extensions = conference.getChild('extensions', NS_BOOKMARKS);
  const level = extensions && parseLevel(extensions);
  return {
    room,
    name: receivedLine(name, MAX_NAME_LENGTH),
    autojoin: autojoin === 'true' || autojoin === '1',
    nick: Jid.parse(`${room.bare}/${text('nick')}`)?.resource ?? '',
    password: password.length <= MAX_PASSWORD_LENGTH ? password : '',
    ...(level && { level }),
  };
}

/** Changes a `<conference/>`, whose further attributes and children are kept (§3.4). */
export function changeConference(conference: Element, change: BookmarkChange): void {
  const { name, autojoin, nick, password, level } = change;
  if (name !== undefined) conference.attrs['name'] = sendableText(name) || undefined;
  if (autojoin !== undefined) conference.attrs['autojoin'] = String(autojoin);
  if (nick !== undefined) setChildText(conference, 'nick', nick);
  if (password !== undefined) setChildText(conference, 'password', password);
  if (level === undefined || conference.getNS() !== NS_BOOKMARKS) return;
  let extensions = conference.getChild('extensions', NS_BOOKMARKS);
  if (!extensions) {
    extensions = xml('extensions');
    conference.append(extensions);
  }
  setLevel(extensions, level);
}

/** The bookmarks, of two for one room the first. */
export function onePerRoom(bookmarks: readonly (Bookmark | undefined)[]): readonly Bookmark[] {
  const rooms = new Map<string, Bookmark>();
  for (const bookmark of bookmarks) {
    if (rooms.size >= MAX_BOOKMARKS) break;
    if (bookmark && !rooms.has(bookmark.room.bare)) rooms.set(bookmark.room.bare, bookmark);
  }
  return [...rooms.values()];
}

function setChildText(parent: Element, name: string, text: string): void {
  const xmlns = parent.getNS();
  const child = xml(name, null, sendableText(text));
  child.parent = parent;
  const others = parent.children.filter(
    (other) => typeof other === 'string' || !other.is(name, xmlns),
  );
  parent.children = text === '' ? others : [child, ...others];
}
