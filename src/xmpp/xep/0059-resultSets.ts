// XEP-0059: Result Set Management, version 1.0
// https://xmpp.org/extensions/xep-0059.html
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

export const NS_RSM = 'http://jabber.org/protocol/rsm';
const COUNT = /^[0-9]{1,15}$/;

/** The requested page of a result set: the first if neither `after` nor `before` is given. */
export interface ResultSetRequest {
  /** Maximum number of items; the responder may return fewer. */
  readonly max: number;
  /** The page that follows the item with this id. */
  readonly after?: string;
  /** The page that precedes the item with this id; with an empty id the last page (§2.5). */
  readonly before?: string;
}

/** The position of a page in its result set. Ids are opaque. */
export interface ResultSet {
  /** The ids of the page's first and last item; absent if the page is empty. */
  readonly first?: string;
  readonly last?: string;
  /** The approximate total number of items, if the responder sends it. */
  readonly count?: number;
}

export function buildResultSet({ max, after, before }: ResultSetRequest): Element {
  return xml(
    'set',
    { xmlns: NS_RSM },
    xml('max', null, String(max)),
    after !== undefined && xml('after', null, after),
    before !== undefined && xml('before', null, before),
  );
}

/** Parses the set directly within `parent`; a missing one counts as empty. */
export function parseResultSet(parent: Element): ResultSet {
  const set = parent.getChild('set', NS_RSM);
  if (!set) return {};
  const first = receivedId(childText(set, 'first', NS_RSM));
  const last = receivedId(childText(set, 'last', NS_RSM));
  const count = childText(set, 'count', NS_RSM);
  return {
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    ...(count !== undefined && COUNT.test(count) ? { count: Number(count) } : {}),
  };
}

/** Not announced: we page through others' result sets, and have none of our own. */
export const resultSetsModule: Module = { xep: 'XEP-0059', features: [] };
