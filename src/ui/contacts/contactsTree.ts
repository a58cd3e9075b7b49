import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import { avatarTooltip } from '../avatarTooltip.ts';
import { editor } from '../editor.ts';
import { dateLocale, formatNumber, t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { say } from '../../api/say.ts';
import { contactLines, treeItem } from './contactItems.ts';
import { LiveNodes } from './liveNodes.ts';
import { SHOW_OFFLINE, showOffline, showStrangers, STRANGERS } from '../settings.ts';
import type { OwnedContact, ViewState } from '../state.ts';
import { TreeRedraws } from '../treeRedraws.ts';
import type { Node } from './treeNode.ts';
import type { UserTimeZone } from '../userTimeZone.ts';
import { waitingIn } from '../waiting.ts';

/** The `Contacts` tree: groups, and in each the contacts by availability and name. */
export class ContactsTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #api: Api;
  readonly #state: ViewState;
  readonly #zone: UserTimeZone;
  readonly #owned = new DisposableStore();
  readonly #redraws = this.#owned.add(
    new TreeRedraws<Node>((changed) => {
      this.#describe();
      return changed;
    }),
  );
  readonly #nodes: LiveNodes;
  readonly #view: vscode.TreeView<Node>;
  /** Cached tree items, each with the contact that it was built from. */
  readonly #items = new WeakMap<Node, { readonly of: unknown; readonly item: vscode.TreeItem }>();

  readonly onDidChangeTreeData = this.#redraws.onDidChange;

  /** @param drop handles what is dropped on a row, and what is dragged. */
  constructor(
    api: Api,
    state: ViewState,
    zone: UserTimeZone,
    drop: vscode.TreeDragAndDropController<object>,
  ) {
    this.#api = api;
    this.#state = state;
    this.#zone = zone;
    this.#nodes = new LiveNodes(state, showOffline, showStrangers);
    this.#view = editor.createTreeView<Node>('parley.contacts', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: drop,
    });
    this.#owned.add(this.#view);
    this.#redraws.watch(this.#view);
    this.#owned.add(
      state.onContacts((change) => {
        this.#redraws.add(this.#nodes.apply(change));
      }),
    );
    this.#owned.add(
      state.onRequests(() => {
        this.#redraws.add(this.#nodes.reset());
      }),
    );
    this.#owned.add(
      state.onInvitations(() => {
        this.#redraws.add(this.#nodes.reset());
      }),
    );
    this.#owned.add(
      state.onApprovals(() => {
        this.#redraws.add(this.#nodes.reset());
      }),
    );
    this.#owned.add(
      state.onSuggestions(() => {
        this.#redraws.add(this.#nodes.reset());
      }),
    );
    const describe = () => {
      this.#redraws.add([]);
    };
    this.#owned.add(state.onAccounts(describe));
    this.#owned.add(state.onConversations(describe));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const isOfTree = [SHOW_OFFLINE, STRANGERS].some((key) => event.affectsConfiguration(key));
        if (isOfTree) this.#redraws.add(this.#nodes.reset());
      }),
    );
    this.#describe();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind !== 'contact') return treeItem(node);
    const known = this.#items.get(node);
    // When a list is redrawn, the editor requests all of its rows.
    if (known?.of === node.contact) return known.item;
    const item = treeItem(node);
    this.#items.set(node, { of: node.contact, item });
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== 'contact') return item;
    const { account, contact } = node;
    const of = { account: account.id, chat: contact.id };
    const text = contactLines(contact, this.#zone.name).join('\n\n');
    item.tooltip = await avatarTooltip(this.#api, of, contact, text);
    return item;
  }

  getChildren(node?: Node): Node[] {
    if (node) return 'children' in node ? [...node.children] : [];
    this.#redraws.requested();
    return this.#nodes.top();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Updates the message above the tree, the count beside its title and the badge on its icon. */
  #describe(): void {
    const { accounts } = this.#state;
    this.#view.description =
      accounts.length > 0 ? t('{count} online', { count: formatNumber(this.#nodes.online) }) : '';
    this.#view.message = accounts
      .filter(({ connection }) => connection.phase !== 'online')
      .map(({ jid, connection }) => {
        const line = connectionLine(connection, this.#zone.name);
        return accounts.length > 1 ? `${jid}: ${line}` : line;
      })
      .join('\n');
    const { count: value, text: tooltip } = waitingIn(this.#state, showStrangers());
    this.#view.badge = value > 0 ? { value, tooltip } : undefined;
  }
}

function connectionLine(
  { phase, reason, retryAt }: OwnedContact['account']['connection'],
  timeZone: string,
): string {
  switch (phase) {
    case 'connecting':
      return t('Connecting…');
    case 'waiting': {
      const time = new Date(retryAt ?? Date.now()).toLocaleTimeString(dateLocale(), { timeZone });
      const why = reason ? say(reason) : t('The connection was lost.');
      return t('{why} Next try at {time}.', { why, time });
    }
    case 'needsUser':
      return reason ? say(reason) : t('The account needs you: sign in again.');
    case 'offline':
      return t('You chose to be offline.');
    case 'online':
      return '';
  }
}
