import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { treeItem } from './contactItems.ts';
import { type Node, topNodes } from './contactNodes.ts';
import { SHOW_OFFLINE, showOfflineSetting } from './settings.ts';
import type { OwnedContact, ViewState } from './state.ts';

/** A change is drawn at most this often, so that a flood of presence does not shake the tree. */
const REDRAW_MS = 100;
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
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SHOW_OFFLINE)) this.#redrawSoon();
      }),
    );
    this.#describe();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  getChildren(node?: Node): Node[] {
    switch (node?.kind) {
      case 'group':
        return [...node.contacts];
      case 'requests':
        return [...node.requests];
      case 'contact':
      case 'request':
        return [];
      case undefined: {
        const { contacts, requests } = this.#state;
        return topNodes({ contacts, requests, showOffline: showOfflineSetting() });
      }
    }
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
    const { accounts, contacts, requests } = this.#state;
    const online = contacts.filter(({ contact }) => contact.show !== 'offline').length;
    const unread = contacts.filter(({ contact }) => contact.unread > 0).length;
    const problem = accounts.find(({ connection }) => connection.phase !== 'online');
    this.#view.description = accounts.length > 0 ? `${online} online` : '';
    this.#view.message = problem ? connectionLine(problem.connection) : '';
    this.#view.badge = badge([
      [unread, unread === 1 ? 'unread chat' : 'unread chats'],
      [requests.length, requests.length === 1 ? 'request' : 'requests'],
    ]);
  }
}

/** One badge for all that waits for the user; `undefined` while nothing does. */
function badge(parts: readonly (readonly [count: number, what: string])[]) {
  const waiting = parts.filter(([count]) => count > 0);
  if (waiting.length === 0) return undefined;
  return {
    value: waiting.reduce((sum, [count]) => sum + count, 0),
    tooltip: waiting.map(([count, what]) => `${count} ${what}`).join(', '),
  };
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
