import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { unreadUri } from './unreadDecorations.ts';
import { showIcon, showLabel, SHOWS_BY_AVAILABILITY } from './presence.ts';
import type { OwnedContact, ViewState } from './state.ts';

/** A change is drawn at most this often, so that a flood of presence does not shake the tree. */
const REDRAW_MS = 100;
const STRANGERS = 'Not in Contacts';

interface GroupNode {
  readonly kind: 'group';
  readonly name: string;
  readonly contacts: readonly ContactNode[];
}

/** A contact in the tree; what menus and commands on it receive. */
export interface ContactNode extends OwnedContact {
  readonly kind: 'contact';
  readonly group: string;
}

type Node = GroupNode | ContactNode;

/** The tree `Contacts`: groups, and in each the contacts by availability and name. */
export class ContactsTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Node>;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /** @param drop takes what is dropped on a contact. */
  constructor(state: ViewState, drop: vscode.TreeDragAndDropController<object>) {
    this.#state = state;
    this.#view = vscode.window.createTreeView<Node>('parley.contacts', {
      treeDataProvider: this,
      showCollapseAll: true,
      dragAndDropController: drop,
    });
    this.#owned.add(this.#view);
    this.#owned.add(this.#changed);
    this.#owned.add(
      state.onContacts(() => {
        this.#redrawSoon();
      }),
    );
    this.#owned.add(
      state.onAccounts(() => {
        this.#redrawSoon();
      }),
    );
    this.#describe();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'group' ? groupItem(node) : contactItem(node);
  }

  getChildren(node?: Node): Node[] {
    if (node) return node.kind === 'group' ? [...node.contacts] : [];
    const contacts = this.#state.contacts;
    const groups = new Map<string, ContactNode[]>();
    for (const owned of contacts) {
      for (const group of groupsOf(owned)) {
        const node: ContactNode = { kind: 'contact', group, ...owned };
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
    return [...named, ...ungrouped];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  #redrawSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#describe();
      this.#changed.fire(undefined);
    }, REDRAW_MS);
  }

  /** The line above the tree, the count beside its title and the badge on its icon. */
  #describe(): void {
    const { accounts, contacts } = this.#state;
    const online = contacts.filter(({ contact }) => contact.show !== 'offline').length;
    const unread = contacts.filter(({ contact }) => contact.unread > 0).length;
    const problem = accounts.find(({ connection }) => connection.phase !== 'online');
    this.#view.description = accounts.length > 0 ? `${online} online` : '';
    this.#view.message = problem ? connectionLine(problem.connection) : '';
    this.#view.badge =
      unread > 0
        ? { value: unread, tooltip: `${unread} unread ${unread === 1 ? 'chat' : 'chats'}` }
        : undefined;
  }
}

function connectionLine({ phase, reason, retryAt }: OwnedContact['account']['connection']): string {
  switch (phase) {
    case 'connecting':
      return 'Connecting…';
    case 'waiting': {
      const time = new Date(retryAt ?? Date.now()).toLocaleTimeString();
      return `${reason ?? 'The connection was lost.'} Next try at ${time}.`;
    }
    case 'needsUser':
      return reason ?? 'The connection needs you.';
    case 'signedOut':
      return 'You are offline.';
    case 'online':
      return '';
  }
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

function groupItem({ name, contacts }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${name}`;
  item.description = String(contacts.length);
  item.contextValue = 'group';
  return item;
}

function contactItem({ account, contact, group }: ContactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(contact.name);
  item.id = `contact:${account.id}\n${contact.id}\n${group}`;
  item.description = contact.composing ? 'typing…' : contact.status;
  item.iconPath = showIcon(contact.show);
  item.resourceUri = unreadUri(account.id, contact.id);
  item.contextValue = 'contact';
  item.tooltip = tooltip(contact);
  item.command = {
    command: 'parley.openChat',
    title: 'Open Chat',
    arguments: [{ account: account.id, chat: contact.id }],
  };
  const unread = contact.unread > 0 ? `, ${contact.unread} unread` : '';
  const status = contact.status === '' ? '' : `, ${contact.status}`;
  item.accessibilityInformation = {
    label: `${contact.name}, ${showLabel(contact.show)}${status}${unread}`,
  };
  return item;
}

/** Remote text goes in by `appendText`, which escapes it; the string is never trusted. */
function tooltip(contact: OwnedContact['contact']): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`${contact.name}\n\n${contact.id}`);
  for (const { resource, show, status } of contact.resources) {
    text.appendText(`\n\n${resource === '' ? 'device' : resource}: ${showLabel(show)}`);
    if (status !== '') text.appendText(`, ${status}`);
  }
  if (contact.pending) text.appendText('\n\nHas not answered your request yet.');
  return text;
}
