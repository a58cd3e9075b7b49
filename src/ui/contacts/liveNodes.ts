import type { ContactView } from '../../api/views.ts';
import type { ChangedOf, ViewState } from '../state.ts';
import type { ItemChange } from '../watched.ts';
import { isIdle, topNodes, type TopNodes } from './contactNodes.ts';
import { indexIn } from './memberOrder.ts';
import { type ContactNode, type GroupNode, keyOf, type Node } from './treeNode.ts';

/** More changes than these at once, as when a connection is lost, are cheaper to draw all anew. */
const MANY = 200;

/** What has to be drawn anew: nodes, with what is below them; `undefined` is the tree as a whole. */
export type Redrawn = readonly (Node | undefined)[];

const WHOLE: Redrawn = [undefined];

/**
 * The nodes of the contacts' tree, kept up to date: what only comes and goes of a contact, such as
 * their presence, changes their nodes and no others. For everything else all are made anew.
 */
export class LiveNodes {
  readonly #source: Pick<ViewState, 'contacts' | 'requests'>;
  readonly #showOffline: () => boolean;
  #top: TopNodes | undefined;
  /** The nodes of a contact, one in each group, by account and contact; hidden ones, too. */
  #nodes = new Map<string, ContactNode[]>();
  /** By {@link keyOf}. */
  #groups = new Map<string, GroupNode>();
  #online: number | undefined;

  constructor(source: Pick<ViewState, 'contacts' | 'requests'>, showOffline: () => boolean) {
    this.#source = source;
    this.#showOffline = showOffline;
  }

  /** How many contacts of all accounts are not offline. */
  get online(): number {
    this.#online ??= this.#source.contacts.filter(({ contact }) => isOnline(contact)).length;
    return this.#online;
  }

  /** The nodes at the top, in their order. */
  top(): Node[] {
    const { groups, ungrouped, requests } = (this.#top ??= this.#make());
    return [...groups, ...ungrouped, ...requests];
  }

  /** All are made anew when they are asked for. */
  reset(): Redrawn {
    this.#top = undefined;
    return WHOLE;
  }

  /** Takes over what changed. @returns what has to be drawn anew because of it */
  apply({ account, changed }: ChangedOf<ContactView>): Redrawn {
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
    const { contacts, requests } = this.#source;
    const top = topNodes({ contacts, requests, showOffline: this.#showOffline() });
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

  /** @returns `undefined` where more than the nodes of this contact is to be made anew */
  #applyOne(account: string, { id, before, now }: ItemChange<ContactView>): Redrawn | undefined {
    if (!before || !now || !hasSameGroups(before, now)) return undefined;
    const [wasShown, isShown] = [this.#isShown(before), this.#isShown(now)];
    if (wasShown !== isShown && !now.inRoster) return undefined;
    const redrawn: (Node | undefined)[] = [];
    // Of very many strangers, not all have a node.
    for (const node of this.#nodes.get(contactKey(account, id)) ?? []) {
      const group = this.#groupOf(node);
      const members = node.group === '' ? this.#top?.ungrouped : group?.children;
      if (!members && (wasShown || isShown)) return undefined;
      const from = wasShown ? take(members, node) : -1;
      node.contact = now;
      const to = isShown ? put(members, node) : -1;
      // A group without members is none.
      if (group?.children.length === 0) return undefined;
      // Rows cannot be moved: the list that they are in is drawn anew.
      if (from !== to) redrawn.push(group);
      else if (isShown) redrawn.push(node);
    }
    return redrawn;
  }

  #isShown(contact: ContactView): boolean {
    return this.#showOffline() || !isIdle(contact);
  }

  #groupOf({ group: name, contact }: ContactNode): GroupNode | undefined {
    const isStrangers = !contact.inRoster;
    return this.#groups.get(keyOf({ kind: 'group', name, isStrangers, children: [], others: 0 }));
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

/** Whether a contact is found in the same groups by the same name. */
function hasSameGroups(before: ContactView, now: ContactView): boolean {
  return (
    before.name === now.name &&
    before.inRoster === now.inRoster &&
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
