// XEP-0055: Jabber Search, version 1.3: what is found (§2.2, §3)
// https://xmpp.org/extensions/xep-0055.html
import { Jid } from '../../base/jid.ts';
import type { Element } from '../stanza/xml.ts';
import {
  type FormColumn,
  type FormItem,
  type FormResults,
  parseFormResults,
  receivedValue,
} from './0004-results.ts';
import { NS_RSM, parseResultSet, type ResultSet } from './0059-resultSets.ts';
import { LEGACY_FIELDS, legacyLabel, NS_SEARCH } from './0055-legacy.ts';

/** Maximum number of items of an answer; further ones are ignored. */
const MAX_ITEMS = 20_000;

/** A user found. All text is untrusted. */
export interface FoundUser {
  /** A bare JID. */
  readonly jid: Jid;
  /** By column, each on one line, without the address; columns need not be declared. */
  readonly values: ReadonlyMap<string, string>;
}

/** The answer to one search; without items, no user fits. */
export interface SearchAnswer {
  /** Without that of the address. */
  readonly columns: readonly FormColumn[];
  /** The number of items, those without an address included. */
  readonly count: number;
  /** Parsed one by one as they are taken; `undefined` for an item without an address. */
  readonly users: Iterable<FoundUser | undefined>;
  /** Where the service answers in pages. */
  readonly set?: ResultSet;
}

/** Parses a query's items, whether in a data form or not. */
export function parseSearchAnswer(query: Element): SearchAnswer {
  const { columns, count, item } = parseFormResults(query) ?? legacyResults(query);
  const addresses = addressColumns(columns);
  const shownCount = Math.min(count, MAX_ITEMS);
  return {
    columns: columns.filter(({ name }) => name !== 'jid' && name !== addresses[0]),
    count: shownCount,
    users: usersOf(shownCount, item, addresses),
    ...(query.getChild('set', NS_RSM) && { set: parseResultSet(query) }),
  };
}

/** The address is in `jid`, else in the first column of addresses. */
function addressColumns(columns: readonly FormColumn[]): readonly string[] {
  const isDeclared = columns.some(({ name }) => name === 'jid');
  const other = columns.find(({ type }) => type === 'jid-single')?.name;
  return isDeclared || other === undefined ? ['jid'] : [other, 'jid'];
}

function* usersOf(
  count: number,
  item: (index: number) => FormItem,
  addresses: readonly string[],
): Generator<FoundUser | undefined> {
  for (let index = 0; index < count; index += 1) {
    const received = item(index);
    // Whole, as a part of an address is another one.
    const address = addresses.map((name) => received.get(name)).find((value) => value);
    const jid = address === undefined ? undefined : Jid.parse(address);
    if (!jid) {
      yield undefined;
      continue;
    }
    const values = [...received].filter(([name]) => !addresses.includes(name));
    const shown = values.map(([name, value]) => [name, receivedValue(value)] as const);
    yield { jid: jid.toBare(), values: new Map(shown) };
  }
}

function legacyResults(query: Element): FormResults {
  const items = query.getChildren('item', NS_SEARCH);
  return {
    columns: LEGACY_FIELDS.map((name) => ({
      name,
      label: legacyLabel(name),
      type: 'text-single',
    })),
    count: items.length,
    item: (index) => legacyItem(items[index]),
  };
}

function legacyItem(item: Element | undefined): FormItem {
  const values = LEGACY_FIELDS.map(
    (name) => [name, item?.getChildText(name, NS_SEARCH) ?? ''] as const,
  );
  return new Map([['jid', item?.attrs['jid'] ?? ''], ...values]);
}
