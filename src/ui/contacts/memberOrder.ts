import type { OwnedContact } from '../state.ts';
import { NameOrder } from './nameOrder.ts';
import { SHOWS_BY_AVAILABILITY } from './showOrder.ts';
import type { ContactNode } from './treeNode.ts';

const NAMES = new NameOrder();

/** The sort key of a member; unique within a group. */
interface Place {
  readonly show: number;
  readonly name: number;
  readonly key: string;
}

/** Ranks the names of all members that are ordered from now on. */
export function rankNames(members: readonly OwnedContact[]): void {
  NAMES.rank(members.map(({ contact }) => contact.name));
}

/** Sorts by availability, then by name. @throws RangeError if a name is not ranked */
export function inOrder(members: readonly ContactNode[]): ContactNode[] {
  return members
    .map((node) => ({ node, place: placeOf(node) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ node }) => node);
}

/** The index of a member in a sorted list, or the index to insert it at. */
export function indexIn(
  members: readonly ContactNode[],
  { account, contact }: OwnedContact,
): number {
  const place = placeOf({ account, contact });
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const member = members[middle];
    if (member && compare(placeOf(member), place) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function placeOf({ account, contact: { show, name, id } }: OwnedContact): Place {
  return {
    show: SHOWS_BY_AVAILABILITY.indexOf(show),
    name: NAMES.rankOf(name),
    key: `${id}\n${account.id}`,
  };
}

function compare(a: Place, b: Place): number {
  return a.show - b.show || a.name - b.name || (a.key < b.key ? -1 : Number(a.key > b.key));
}
