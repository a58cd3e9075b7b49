// XEP-0045: Multi-User Chat, version 1.35.5: the list of rooms of a service (§6.3)
// https://xmpp.org/extensions/xep-0045.html#disco-rooms
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedLine } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type DiscoItem, NS_ITEMS, parseDiscoItems } from './0030-disco.ts';
import type { RoomService } from './0045-services.ts';
import { buildResultSet, parseResultSet } from './0059-resultSets.ts';

/** The node of those rooms that ejabberd leaves out of a long list, as they have no occupants. */
const EMPTY_ROOMS = 'emptyrooms';
/** Maximum number of rooms of a page; further ones are ignored. */
const MAX_ROOMS = 10_000;
const PAGE_SIZE = 50;
/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 256;
/** What ejabberd adds to a name: ` (12)`, ` (private, 12)`, the word in its own language. */
const COUNT = /^(.*) \((?:[^()]{1,40}, )?([0-9]{1,7})\)$/su;

/** A room on a service's list. */
export interface ListedRoom {
  readonly jid: Jid;
  /** At most 256 UTF-16 code units, untrusted; may be empty. */
  readonly name: string;
  /** The number of occupants, where the list says it. */
  readonly occupants?: number;
}

/** Where a page of a list begins. Opaque. */
export interface RoomCursor {
  readonly node?: string;
  readonly after?: string;
}

/** A page of a service's list. */
export interface RoomPage {
  readonly rooms: readonly ListedRoom[];
  /** The page that follows; absent at the end of the list. It may turn out to be empty. */
  readonly next?: RoomCursor;
  /** The number of all rooms, if the service says it. */
  readonly count?: number;
}

/**
 * Fetches a page of a service's list of public rooms; a service without pages sends all at once.
 *
 * @param from the `next` of the last page; the beginning when absent
 * @throws StanzaError `item-not-found` if the page is gone meanwhile
 */
export async function fetchRooms(
  session: Session,
  service: RoomService,
  from: RoomCursor = {},
): Promise<RoomPage> {
  const { node, after } = from;
  const isPaged = service.isPaged || after !== undefined;
  const set = { max: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
  const payload = xml('query', { xmlns: NS_ITEMS, node }, isPaged && buildResultSet(set));
  const answer = await session.request({ type: 'get', to: service.jid, payload });
  const query = answer.getChild('query', NS_ITEMS);
  if (!query) throw new StanzaError('bad-format', { text: 'the answer has no list of rooms' });
  return parseRooms(query, service, from);
}

/** Parses a page of a list. What is not a room of the service is ignored. */
export function parseRooms(query: Element, service: RoomService, from: RoomCursor): RoomPage {
  const items = parseDiscoItems(query);
  const rooms = new Map<string, ListedRoom>();
  for (const item of items) {
    if (rooms.size >= MAX_ROOMS) break;
    const { jid, node } = item;
    const isRoom = node === undefined && jid.local !== '' && jid.resource === '';
    if (isRoom && jid.domain === service.jid.domain) rooms.set(jid.full, parseRoom(item, service));
  }
  const { last, count } = parseResultSet(query);
  const isWhole = from.after === undefined && count !== undefined && rooms.size >= count;
  const hasMore = last !== undefined && last !== from.after && rooms.size > 0 && !isWhole;
  const next = hasMore ? { ...from, after: last } : cursorOfEmptyRooms(items, service, from);
  return {
    rooms: [...rooms.values()],
    ...(next && { next }),
    ...(count === undefined ? {} : { count }),
  };
}

function cursorOfEmptyRooms(
  items: readonly DiscoItem[],
  service: RoomService,
  from: RoomCursor,
): RoomCursor | undefined {
  const isListed = items.some(({ jid, node }) => node === EMPTY_ROOMS && jid.equals(service.jid));
  return isListed && from.node === undefined ? { node: EMPTY_ROOMS } : undefined;
}

function parseRoom({ jid, name }: DiscoItem, { countsInNames }: RoomService): ListedRoom {
  const counted = countsInNames ? COUNT.exec(name) : null;
  return {
    jid,
    name: receivedLine(counted?.[1] ?? name, MAX_NAME_LENGTH),
    ...(counted && { occupants: Number(counted[2]) }),
  };
}
