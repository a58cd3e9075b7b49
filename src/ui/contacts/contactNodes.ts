import { Lookalikes, skeleton } from '../../base/lookalike.ts';
import { compareNames, NameOrder } from './nameOrder.ts';
import { SHOWS_BY_AVAILABILITY } from './showOrder.ts';
import type { OwnedContact, OwnedRequest } from '../state.ts';
import type { ContactNode, GroupNode, Node, RequestNode, RequestsNode } from './treeNode.ts';

export const STRANGERS = 'Not in Contacts';

/** So many strangers have a node; all of them are found by searching. */
const MOST_STRANGERS = 500;
const NAMES = new NameOrder();

/** What the tree is made of. */
export interface Tree {
  readonly contacts: readonly OwnedContact[];
  readonly requests: readonly OwnedRequest[];
  readonly showOffline: boolean;
}

/** The tree's top: groups by name, contacts without one, and who asks to see our presence. */
export function topNodes({ contacts, requests, showOffline }: Tree): Node[] {
  const resemblance = resemblanceTo(contacts);
  const namesakes = namesakesAmong(contacts);
  const nodeIn = (group: string, owned: OwnedContact): ContactNode => ({
    ...{ kind: 'contact', group, ...owned },
    resembles: owned.contact.inRoster ? undefined : resemblance(owned.contact.id),
    hasNamesake: namesakes.has(owned),
  });
  const groups = new Map<string, ContactNode[]>();
  const allStrangers: OwnedContact[] = [];
  for (const owned of contacts) {
    if (!showOffline && isIdle(owned)) continue;
    if (!owned.contact.inRoster) {
      allStrangers.push(owned);
      continue;
    }
    for (const group of groupsOf(owned)) {
      const node = nodeIn(group, owned);
      const members = groups.get(group);
      if (members) members.push(node);
      else groups.set(group, [node]);
    }
  }
  const strangers = someOf(allStrangers).map((owned) => nodeIn(STRANGERS, owned));
  const shown = [...groups.values(), strangers].flat();
  NAMES.rank(shown.map(({ contact }) => contact.name));
  const ungrouped = inOrder(groups.get('') ?? []);
  groups.delete('');
  const named = [...groups]
    .map(([name, members]): GroupNode => {
      const total = members.length;
      return { kind: 'group', name, isStrangers: false, children: inOrder(members), total };
    })
    .sort((a, b) => compareNames(a.name, b.name));
  if (strangers.length > 0) {
    const total = allStrangers.length;
    named.push({
      kind: 'group',
      name: STRANGERS,
      isStrangers: true,
      children: inOrder(strangers),
      total,
    });
  }
  return [...named, ...ungrouped, ...requestsNodes(requests, resemblance)];
}

/** Those who came first and those who came last, so that a flood hides neither. */
function someOf(strangers: readonly OwnedContact[]): readonly OwnedContact[] {
  if (strangers.length <= MOST_STRANGERS) return strangers;
  const half = MOST_STRANGERS / 2;
  return [...strangers.slice(0, half), ...strangers.slice(-half)];
}

/** The contacts of an account whose names look the same. */
function namesakesAmong(contacts: Tree['contacts']): ReadonlySet<OwnedContact> {
  const firstOf = new Map<string, Map<string, OwnedContact>>();
  const namesakes = new Set<OwnedContact>();
  for (const owned of contacts) {
    if (!owned.contact.inRoster) continue;
    const first = firstOf.get(owned.account.id) ?? new Map<string, OwnedContact>();
    firstOf.set(owned.account.id, first);
    const name = skeleton(owned.contact.name);
    const other = first.get(name);
    if (other) namesakes.add(other).add(owned);
    else first.set(name, owned);
  }
  return namesakes;
}

type Resemblance = (address: string) => string | undefined;

/** Whom among the contacts an address could be taken for (UTS #39). */
function resemblanceTo(contacts: Tree['contacts']): Resemblance {
  let lookalikes: Lookalikes | undefined;
  return (address) => {
    // Only where there is a stranger at all.
    lookalikes ??= new Lookalikes(
      contacts.filter(({ contact }) => contact.inRoster).map(({ contact }) => contact.id),
    );
    return lookalikes.find(address);
  };
}

function requestsNodes(requests: Tree['requests'], resemblance: Resemblance): RequestsNode[] {
  if (requests.length === 0) return [];
  const nodes = requests
    .map((owned): RequestNode => ({
      kind: 'request',
      ...owned,
      resembles: resemblance(owned.request.id),
    }))
    .sort((a, b) => compareNames(a.request.id, b.request.id));
  return [{ kind: 'requests', children: nodes }];
}

/** Whoever is offline and has nothing new to be read. */
function isIdle({ contact }: OwnedContact): boolean {
  return contact.show === 'offline' && contact.unread === 0;
}

function groupsOf({ contact }: OwnedContact): readonly string[] {
  return contact.groups.length > 0 ? [...new Set(contact.groups)] : [''];
}

/** The most available first, and among equals by name. */
function inOrder(members: readonly ContactNode[]): readonly ContactNode[] {
  return members
    .map((node) => {
      const { show, name } = node.contact;
      return { node, show: SHOWS_BY_AVAILABILITY.indexOf(show), name: NAMES.rankOf(name) };
    })
    .sort((a, b) => a.show - b.show || a.name - b.name)
    .map(({ node }) => node);
}
