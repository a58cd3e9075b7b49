import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { Api } from '../../api/channel.ts';
import { avatarTooltip } from '../avatarTooltip.ts';
import { editor } from '../editor.ts';
import { SHOW_ARCHIVED, showArchived } from '../settings.ts';
import type { ViewState } from '../state.ts';
import { TreeRedraws } from '../treeRedraws.ts';
import type { UserTimeZone } from '../userTimeZone.ts';
import { MORE_CHATS, treeItem } from './conversationItems.ts';
import type { ChatsNode } from './conversationNode.ts';
import { conversationLines } from './conversationText.ts';
import { ListTimes } from './listTimes.ts';
import { LiveConversations } from './liveConversations.ts';

/** The `Chats` tree: all conversations of all accounts, the newest first. */
export class ChatsTree implements vscode.TreeDataProvider<ChatsNode>, Disposable {
  readonly #api: Api;
  readonly #state: ViewState;
  readonly #conversations: LiveConversations;
  readonly #times: ListTimes;
  readonly #owned = new DisposableStore();
  readonly #redraws = this.#owned.add(
    new TreeRedraws<ChatsNode>((changed) =>
      changed.filter((node) => !node || this.#looksOther(node)),
    ),
  );
  /** What a row showed last, by node: one that looks the same is not redrawn. */
  readonly #looks = new WeakMap<ChatsNode, string>();
  #midnight: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#redraws.onDidChange;

  /** @param drop handles drops on a conversation. */
  constructor(
    api: Api,
    state: ViewState,
    zone: UserTimeZone,
    drop: vscode.TreeDragAndDropController<object>,
  ) {
    this.#api = api;
    this.#state = state;
    this.#conversations = new LiveConversations(state, showArchived);
    this.#times = new ListTimes(Date.now, () => zone.name);
    const view = editor.createTreeView<ChatsNode>('parley.chats', {
      treeDataProvider: this,
      dragAndDropController: drop,
    });
    this.#owned.add(view);
    this.#redraws.watch(view);
    this.#owned.add(
      state.onConversations((change) => {
        this.#redraws.add(this.#conversations.apply(change));
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SHOW_ARCHIVED)) {
          this.#redraws.add(this.#conversations.reset());
        }
      }),
    );
    this.#owned.add(
      vscode.commands.registerCommand(MORE_CHATS, () => {
        this.#redraws.add(this.#conversations.showMore());
      }),
    );
  }

  getTreeItem(node: ChatsNode): vscode.TreeItem {
    const item = treeItem(node, this.#times);
    this.#looks.set(node, lookOf(item));
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: ChatsNode): Promise<vscode.TreeItem> {
    if (node.kind !== 'conversation') return item;
    const { id, name } = node.conversation;
    const of = { account: node.account.id, chat: id };
    const { avatar } =
      this.#state.contact(of.account, id) ?? this.#state.room(of.account, id) ?? {};
    const lines = conversationLines(node.conversation, (time) => this.#times.full(time));
    item.tooltip = await avatarTooltip(this.#api, of, { name, avatar }, lines.join('\n\n'));
    return item;
  }

  getChildren(node?: ChatsNode): ChatsNode[] {
    if (this.#midnight === undefined) this.#redrawAtMidnight();
    if (node) return [];
    this.#redraws.requested();
    return [...this.#conversations.shown()];
  }

  dispose(): void {
    clearTimeout(this.#midnight);
    this.#owned.dispose();
  }

  /** Only rows that were drawn have a look. */
  #looksOther(node: ChatsNode): boolean {
    const known = this.#looks.get(node);
    return known !== undefined && known !== lookOf(treeItem(node, this.#times));
  }

  /** What was said today was said yesterday from then on. */
  #redrawAtMidnight(): void {
    this.#midnight = setTimeout(() => {
      this.#redraws.add(this.#conversations.reset());
      this.#redrawAtMidnight();
    }, this.#times.untilTomorrow());
  }
}

/** All that a row shows. */
function lookOf(item: vscode.TreeItem): string {
  const { label, description, iconPath, contextValue } = item;
  const { label: spoken } = item.accessibilityInformation ?? {};
  return JSON.stringify([label, description, iconPath, contextValue, spoken]);
}
