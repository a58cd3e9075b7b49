import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { treeItem } from './contactItems.ts';
import { topNodes } from './contactNodes.ts';
import { SHOW_OFFLINE, showOffline } from '../settings.ts';
import type { OwnedContact, ViewState } from '../state.ts';
import type { Node } from './treeNode.ts';
import type { UserTimeZone } from '../userTimeZone.ts';
import { waitingIn } from '../waiting.ts';

/** A change is drawn at most this often, so that a flood of presence does not shake the tree. */
const REDRAW_MS = 100;
/** The tree `Contacts`: groups, and in each the contacts by availability and name. */
export class ContactsTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #state: ViewState;
  readonly #zone: UserTimeZone;
  readonly #owned = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Node>;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /** @param drop takes what is dropped on a contact. */
  constructor(
    state: ViewState,
    zone: UserTimeZone,
    drop: vscode.TreeDragAndDropController<object>,
  ) {
    this.#state = state;
    this.#zone = zone;
    this.#view = editor.createTreeView<Node>('parley.contacts', {
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
    if (node) return 'children' in node ? [...node.children] : [];
    const { contacts, requests } = this.#state;
    return topNodes({ contacts, requests, showOffline: showOffline() });
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
    this.#view.description = accounts.length > 0 ? `${online} online` : '';
    this.#view.message = accounts
      .filter(({ connection }) => connection.phase !== 'online')
      .map(({ jid, connection }) => {
        const line = connectionLine(connection, this.#zone.name);
        return accounts.length > 1 ? `${jid}: ${line}` : line;
      })
      .join('\n');
    const { count: value, text: tooltip } = waitingIn(this.#state);
    this.#view.badge = value > 0 ? { value, tooltip } : undefined;
  }
}

function connectionLine(
  { phase, reason, retryAt }: OwnedContact['account']['connection'],
  timeZone: string,
): string {
  switch (phase) {
    case 'connecting':
      return 'Connecting…';
    case 'waiting': {
      const time = new Date(retryAt ?? Date.now()).toLocaleTimeString(undefined, { timeZone });
      return `${reason ?? 'The connection was lost.'} Next try at ${time}.`;
    }
    case 'needsUser':
      return reason ?? 'The account needs you: sign in again.';
    case 'offline':
      return 'You chose to be offline.';
    case 'online':
      return '';
  }
}
