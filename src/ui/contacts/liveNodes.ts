import type { ContactView } from '../../api/views.ts';
import type { ViewState } from '../state.ts';
import { type Redrawn, WHOLE } from '../treeRedraws.ts';
import type { ChangedOf } from '../watchedByAccount.ts';
import type { ItemChange } from '../watched.ts';
import { isAsking, isIdle, topNodes, type TopNodes } from './contactNodes.ts';
import { indexIn } from './memberOrder.ts';
import { type ContactNode, type GroupNode, keyOf, type Node } from './treeNode.ts';

/** Beyond this number of changes, as when a connection is lost, a full rebuild is cheaper. */
const MANY = 200;

type Source = Pick<
  ViewState,
  'contacts' | 'requests' | 'invitations' | 'suggestions' | 'approvals' | 'rooms'
>;

/**
 * The nodes of the contacts tree, updated incrementally: a change of mere state, such as presence,
 * updates the nodes of its contact only. Any other change rebuilds all nodes.
 */
export class LiveNodes {
  readonly #source: Source;
  readonly #showOffline: () => boolean;
  readonly #showStrangers: () => boolean;
  #top: TopNodes | undefined;
  /** The nodes of a contact, one per group, by account and contact; including hidden ones. */
  #nodes = new Map<string, ContactNode[]>();
  /** By {@link keyOf}. */
  #groups = new Map<string, GroupNode>();
  #online: number | undefined;

  constructor(
    source: Source,
    showOffline: () => boolean,
    showStrangers: () => boolean = () => true,
  ) {
    this.#source = source;
    this.#showOffline = showOffline;
    this.#showStrangers = showStrangers;
  }

  /** The number of contacts of all accounts that are not offline. */
  get online(): number {
    this.#online ??= this.#source.contacts.filter(({ contact }) => isOnline(contact)).length;
    return this.#online;
  }

  /** The top-level nodes, in order. */
  top(): Node[] {
    const { groups, ungrouped, requests } = (this.#top ??= this.#make());
    return [...groups, ...ungrouped, ...requests];
  }

  /** Discards all nodes; they are rebuilt on the next request. */
  reset(): Redrawn<Node> {
    this.#top = undefined;
    return WHOLE;
  }

  /** Applies a change. @returns what has to be redrawn */
  apply({ account, changed }: ChangedOf<ContactView>): Redrawn<Node> {
    if (changed === 'all') {
      this.#online = undefined;
      return this.reset();
    }
    if (this.#online !== undefined) {
      for (const { before, now } of changed) {
        this.#online += Number(isOnline(now)) - Number(isOnline(before));
      }
    }
    if (!this.#top || changed.length > MANY) return this.reset();
    const redrawn = new Set<Node | undefined>();
    for (const change of changed) {
      const ofOne = this.#applyOne(account, change);
      if (!ofOne) return this.reset();
      for (const node of ofOne) redrawn.add(node);
    }
    return [...redrawn];
  }

  #make(): TopNodes {
    const { contacts, requests, invitations, suggestions, approvals, rooms } = this.#source;
    const showOffline = this.#showOffline();
    const shown = { showOffline, showStrangers: this.#showStrangers() };
    const top = topNodes({
      ...{ contacts, requests, invitations, suggestions, approvals, rooms },
      ...shown,
    });
    this.#nodes = new Map();
    this.#groups = new Map(top.groups.map((group) => [keyOf(group), group]));
    const members = top.groups.flatMap(({ children }) => children);
    for (const node of [...members, ...top.ungrouped, ...top.hidden]) {
      const key = contactKey(node.account.id, node.contact.id);
      const others = this.#nodes.get(key);
      if (others) others.push(node);
      else this.#nodes.set(key, [node]);
    }
    return top;
  }

  /** @returns `undefined` if more than the nodes of this contact has to be rebuilt */
  #applyOne(
    account: string,
    { id, before, now }: ItemChange<ContactView>,
  ): Redrawn<Node> | undefined {
    if (!before || !now || !hasSameGroups(before, now)) return undefined;
    // A request is drawn again with all others.
    if (isAsking(before) || isAsking(now)) return undefined;
    const [wasShown, isShown] = [this.#isShown(before), this.#isShown(now)];
    if (wasShown !== isShown && !now.inRoster) return undefined;
    const redrawn: (Node | undefined)[] = [];
    // If there are very many strangers, not all have a node.
    for (const node of this.#nodes.get(contactKey(account, id)) ?? []) {
      const group = this.#groupOf(node);
      const isUngrouped = node.section === 'group' && node.group === '';
      const members = isUngrouped ? this.#top?.ungrouped : group?.children;
      const isKept = node.section === 'pinned';
      if (!members && (wasShown || isShown || isKept)) return undefined;
      const from = wasShown || isKept ? take(members, node) : -1;
      node.contact = now;
      const to = isShown || isKept ? put(members, node) : -1;
      // A group without members does not exist.
      if (group?.children.length === 0) return undefined;
      // Rows cannot be moved: their list is redrawn.
      if (from !== to) redrawn.push(group);
      else if (to >= 0) redrawn.push(node);
    }
    return redrawn;
  }

  #isShown(contact: ContactView): boolean {
    return this.#showOffline() || !isIdle(contact);
  }

  #groupOf({ section, group: name }: ContactNode): GroupNode | undefined {
    return this.#groups.get(keyOf({ kind: 'group', section, name, children: [], others: 0 }));
  }
}

function take(members: ContactNode[] = [], node: ContactNode): number {
  const at = indexIn(members, node);
  members.splice(at, 1);
  return at;
}

function put(members: ContactNode[] = [], node: ContactNode): number {
  const at = indexIn(members, node);
  members.splice(at, 0, node);
  return at;
}

/** Whether a contact is in the same groups under the same name. */
function hasSameGroups(before: ContactView, now: ContactView): boolean {
  return (
    before.name === now.name &&
    before.inRoster === now.inRoster &&
    before.isPinned === now.isPinned &&
    before.standing === now.standing &&
    before.groups.length === now.groups.length &&
    before.groups.every((group, at) => group === now.groups[at])
  );
}

function isOnline(contact: ContactView | undefined): boolean {
  return contact !== undefined && contact.show !== 'offline';
}

function contactKey(account: string, contact: string): string {
  return `${account}\n${contact}`;
}
