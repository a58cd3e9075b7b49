import { t } from '../../base/l10n.ts';
import { skeleton } from '../../base/lookalike.ts';
import type { ContactView } from '../../api/views.ts';
import { type Resemblance, resemblanceTo } from './doubts.ts';
import { inOrder, rankNames } from './memberOrder.ts';
import { compareNames } from '../../base/compareNames.ts';
import { approvalText, shortApprovalText } from '../approvalText.ts';
import { invitationText } from '../invitationText.ts';
import { suggestionText } from './suggestionText.ts';
import type {
  OwnedApproval,
  OwnedContact,
  OwnedInvitation,
  OwnedRequest,
  OwnedRoom,
  OwnedSuggestion,
} from '../state.ts';
import type {
  ApprovalNode,
  ContactNode,
  GroupNode,
  InvitationNode,
  RequestNode,
  RequestsNode,
  Section,
  SuggestionNode,
} from './treeNode.ts';

/**
 * Maximum number of strangers with a node, and of requests; all of them are found by searching.
 */
const MAX_STRANGERS = 500;

/** The data that the tree is built from. */
export interface Tree {
  readonly contacts: readonly OwnedContact[];
  readonly requests: readonly OwnedRequest[];
  readonly invitations: readonly OwnedInvitation[];
  readonly suggestions: readonly OwnedSuggestion[];
  readonly approvals: readonly OwnedApproval[];
  /** Where the names of rooms are from. */
  readonly rooms: readonly OwnedRoom[];
  readonly showOffline: boolean;
  /** Whether those who are not in the contacts may be shown as requests. */
  readonly showStrangers: boolean;
}

/** The top level, in order: the pinned, groups by name, strangers, contacts without a group, requests. */
export interface TopNodes {
  readonly groups: readonly GroupNode[];
  readonly ungrouped: ContactNode[];
  /** Nodes of contacts that are currently not shown. */
  readonly hidden: readonly ContactNode[];
  readonly requests: readonly RequestsNode[];
}

/** Builds all nodes. */
export function topNodes(tree: Tree): TopNodes {
  const { contacts, requests, invitations, showOffline, showStrangers } = tree;
  const resemblance = resemblanceTo(contacts);
  const namesakes = namesakesAmong(contacts);
  const nodeIn = (section: Section, group: string, owned: OwnedContact): ContactNode => ({
    ...{ kind: 'contact', section, group, ...owned },
    resembles: owned.contact.inRoster ? undefined : resemblance(owned.contact.id),
    hasNamesake: namesakes.has(owned),
  });
  const groups = new Map<string, ContactNode[]>();
  const pinned: ContactNode[] = [];
  const hidden: ContactNode[] = [];
  const allStrangers: OwnedContact[] = [];
  const writing: OwnedContact[] = [];
  for (const owned of contacts) {
    const isHidden = !showOffline && isIdle(owned.contact);
    if (owned.contact.standing) {
      if (showStrangers && isAsking(owned.contact)) writing.push(owned);
      continue;
    }
    if (!owned.contact.inRoster) {
      if (!isHidden) allStrangers.push(owned);
      continue;
    }
    // A pinned contact is there at a glance, also while they are offline.
    if (owned.contact.isPinned) pinned.push(nodeIn('pinned', '', owned));
    for (const group of groupsOf(owned)) {
      const node = nodeIn('group', group, owned);
      const members = groups.get(group);
      if (isHidden) hidden.push(node);
      else if (members) members.push(node);
      else groups.set(group, [node]);
    }
  }
  const strangers = someOf(allStrangers).map((owned) => nodeIn('strangers', '', owned));
  rankNames([...contacts.filter(({ contact }) => contact.inRoster), ...strangers]);
  const ungrouped = inOrder(groups.get('') ?? []);
  groups.delete('');
  const named = [...groups]
    .map(([name, members]) => groupNode('group', name, members))
    .sort((a, b) => compareNames(a.name, b.name));
  if (pinned.length > 0) named.unshift(groupNode('pinned', t('Pinned'), pinned));
  if (strangers.length > 0) {
    const others = allStrangers.length - strangers.length;
    named.push(groupNode('strangers', t('Not in Contacts'), strangers, others));
  }
  const asking = askingOf(requests, writing);
  const nameOf = nameIn(contacts);
  const children = [
    ...requestNodes(someOf(asking), resemblance),
    ...suggestionNodes(tree.suggestions, nameOf),
    ...approvalNodes(tree),
    ...invitationNodes(invitations, nameOf),
  ];
  const others = Math.max(0, asking.length - MAX_STRANGERS);
  const below: RequestsNode[] = children.length > 0 ? [{ kind: 'requests', children, others }] : [];
  return { groups: named, ungrouped, hidden, requests: below };
}

function groupNode(
  section: Section,
  name: string,
  members: readonly ContactNode[],
  others = 0,
): GroupNode {
  return { kind: 'group', section, name, children: inOrder(members), others };
}

/** Whether a stranger has written, and waits for the user. */
export function isAsking({ standing, blockedBy }: ContactView): boolean {
  return standing === 'request' && blockedBy === undefined;
}

/** The first and the last ones, so that a flood hides neither. */
function someOf<T>(strangers: readonly T[]): readonly T[] {
  if (strangers.length <= MAX_STRANGERS) return strangers;
  const half = MAX_STRANGERS / 2;
  return [...strangers.slice(0, half), ...strangers.slice(-half)];
}

/** The contacts whose names look the same within an account. */
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

type Asking = Omit<RequestNode, 'kind' | 'resembles'>;

/** One entry for each person, whether they ask to see our presence, have written, or both. */
function askingOf(requests: Tree['requests'], writing: readonly OwnedContact[]): readonly Asking[] {
  const all = new Map<string, Asking>();
  for (const { account, request } of requests) {
    all.set(`${account.id}\n${request.id}`, { account, id: request.id, request });
  }
  for (const { account, contact } of writing) {
    const key = `${account.id}\n${contact.id}`;
    all.set(key, { account, id: contact.id, ...all.get(key), contact });
  }
  return [...all.values()];
}

function requestNodes(asking: readonly Asking[], resemblance: Resemblance): RequestNode[] {
  return asking
    .map((one): RequestNode => ({ kind: 'request', ...one, resembles: resemblance(one.id) }))
    .sort((a, b) => compareNames(a.id, b.id));
}

function suggestionNodes(
  suggestions: Tree['suggestions'],
  nameOf: (account: string, jid: string) => string | undefined,
): SuggestionNode[] {
  return suggestions.map((owned): SuggestionNode => {
    const { account, suggestion } = owned;
    const text = suggestionText(suggestion, nameOf(account.id, suggestion.id));
    return { kind: 'suggestion', ...owned, text };
  });
}

/** The newest first. */
function approvalNodes({ approvals, rooms }: Tree): ApprovalNode[] {
  return approvals
    .map((owned): ApprovalNode => {
      const { account, approval } = owned;
      const of = rooms.find(({ account: { id }, room }) => {
        return id === account.id && room.id === approval.room;
      });
      const name = of?.room.name;
      const label = shortApprovalText(approval, name);
      return { kind: 'approval', ...owned, label, text: approvalText(approval, name) };
    })
    .sort((a, b) => b.approval.time - a.approval.time);
}

/** The newest first. */
function invitationNodes(
  invitations: Tree['invitations'],
  nameOf: (account: string, jid: string) => string | undefined,
): InvitationNode[] {
  return invitations
    .map((owned): InvitationNode => ({
      kind: 'invitation',
      ...owned,
      text: invitationText(owned.invitation, nameOf(owned.account.id, owned.invitation.inviter)),
    }))
    .sort((a, b) => b.invitation.time - a.invitation.time);
}

/** The names of those in the roster, by account and bare JID; made when the first is asked for. */
function nameIn(contacts: Tree['contacts']) {
  let names: ReadonlyMap<string, string> | undefined;
  return (account: string, jid: string) => {
    names ??= new Map(
      contacts
        .filter(({ contact }) => contact.inRoster)
        .map((owned) => [`${owned.account.id}\n${owned.contact.id}`, owned.contact.name]),
    );
    return names.get(`${account}\n${jid}`);
  };
}

/** Whether a contact is offline and has no unread messages. */
export function isIdle(contact: ContactView): boolean {
  return contact.show === 'offline' && contact.unread === 0;
}

function groupsOf({ contact }: OwnedContact): readonly string[] {
  return contact.groups.length > 0 ? [...new Set(contact.groups)] : [''];
}
