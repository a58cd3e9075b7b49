import { Lookalikes } from '../base/lookalike.ts';
import { SHOWS_BY_AVAILABILITY } from './showOrder.ts';
import type { OwnedContact, OwnedRequest } from './state.ts';

export const STRANGERS = 'Not in Contacts';

export interface GroupNode {
  readonly kind: 'group';
  readonly name: string;
  readonly contacts: readonly ContactNode[];
}

/** A contact in the tree; what menus and commands on it receive. */
export interface ContactNode extends OwnedContact {
  readonly kind: 'contact';
  readonly group: string;
  /** The contact whom this stranger could be taken for. */
  readonly resembles?: string;
}

/** Everybody who asks to see our presence. */
export interface RequestsNode {
  readonly kind: 'requests';
  readonly requests: readonly RequestNode[];
}

/** One of them; what menus and commands on it receive. */
export interface RequestNode extends OwnedRequest {
  readonly kind: 'request';
  /** The contact whom they could be taken for. */
  readonly resembles?: string;
}

export type Node = GroupNode | ContactNode | RequestsNode | RequestNode;

/** What the tree is made of. */
export interface Tree {
  readonly contacts: readonly OwnedContact[];
  readonly requests: readonly OwnedRequest[];
  readonly showOffline: boolean;
}

/** The tree's top: groups by name, contacts without one, and who asks to see our presence. */
export function topNodes({ contacts, requests, showOffline }: Tree): Node[] {
  const resemblance = resemblanceTo(contacts);
  const groups = new Map<string, ContactNode[]>();
  for (const owned of contacts) {
    if (!showOffline && isIdle(owned)) continue;
    for (const group of groupsOf(owned)) {
      const resembling = owned.contact.inRoster ? {} : resemblance(owned.contact.id);
      const node: ContactNode = { kind: 'contact', group, ...owned, ...resembling };
      const members = groups.get(group);
      if (members) members.push(node);
      else groups.set(group, [node]);
    }
  }
  for (const members of groups.values()) members.sort(byAvailability);
  const ungrouped = groups.get('') ?? [];
  groups.delete('');
  const named = [...groups]
    .map(([name, members]): GroupNode => ({ kind: 'group', name, contacts: members }))
    .sort(
      (a, b) =>
        Number(a.name === STRANGERS) - Number(b.name === STRANGERS) || compare(a.name, b.name),
    );
  return [...named, ...ungrouped, ...requestsNodes(requests, resemblance)];
}

type Resemblance = (address: string) => { readonly resembles?: string };

/** Whom among the contacts an address could be taken for (UTS #39). */
function resemblanceTo(contacts: Tree['contacts']): Resemblance {
  let lookalikes: Lookalikes | undefined;
  return (address) => {
    // Only where there is a stranger at all.
    lookalikes ??= new Lookalikes(
      contacts.filter(({ contact }) => contact.inRoster).map(({ contact }) => contact.id),
    );
    const resembles = lookalikes.find(address);
    return resembles === undefined ? {} : { resembles };
  };
}

function requestsNodes(requests: Tree['requests'], resemblance: Resemblance): RequestsNode[] {
  if (requests.length === 0) return [];
  const nodes = requests
    .map((owned): RequestNode => ({
      kind: 'request',
      ...owned,
      ...resemblance(owned.request.id),
    }))
    .sort((a, b) => compare(a.request.id, b.request.id));
  return [{ kind: 'requests', requests: nodes }];
}

/** Whoever is offline and has nothing new to be read. */
function isIdle({ contact }: OwnedContact): boolean {
  return contact.show === 'offline' && contact.unread === 0;
}

function groupsOf({ contact }: OwnedContact): readonly string[] {
  if (!contact.inRoster) return [STRANGERS];
  return contact.groups.length > 0 ? [...new Set(contact.groups)] : [''];
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, undefined, { sensitivity: 'base' });
}

function byAvailability(a: ContactNode, b: ContactNode): number {
  const rank = ({ contact }: ContactNode) => SHOWS_BY_AVAILABILITY.indexOf(contact.show);
  return rank(a) - rank(b) || compare(a.contact.name, b.contact.name);
}
