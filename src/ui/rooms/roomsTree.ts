import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { editor } from '../editor.ts';
import type { ViewState } from '../state.ts';
import { type Redrawn, TreeRedraws, WHOLE } from '../treeRedraws.ts';
import { isInside, LiveRooms } from './liveRooms.ts';
import { OccupantNodes } from './occupantNodes.ts';
import { MORE_OCCUPANTS, tooltipOf, treeItem } from './roomItems.ts';
import { privateChatLook } from './privateChatItem.ts';
import type { MoreNode, RoomNode, RoomTreeNode } from './roomNode.ts';
import { roomLines } from './roomText.ts';
import { WatchedOccupants } from './watchedOccupants.ts';

/** A room whose occupants are shown. */
interface Expanded {
  readonly nodes: OccupantNodes;
  readonly watched: WatchedOccupants;
}

/** The `Rooms` tree: rooms, and in each chats with occupants and, while expanded, occupants by role. */
export class RoomsTree implements vscode.TreeDataProvider<RoomTreeNode>, Disposable {
  readonly #api: Api;
  readonly #rooms: LiveRooms;
  readonly #owned = new DisposableStore();
  readonly #redraws = this.#owned.add(
    new TreeRedraws<RoomTreeNode>((changed) => this.#toRedraw(changed)),
  );
  readonly #view: vscode.TreeView<RoomTreeNode>;
  readonly #expanded = new Map<RoomNode, Expanded>();
  /** What a row showed last, by node: one that looks the same is not redrawn. */
  readonly #looks = new WeakMap<RoomTreeNode, string>();
  /** The rooms that were unfolded since the last redraw. */
  readonly #unfolded = new Set<RoomNode>();
  /** The rooms whose occupants changed since the last redraw. */
  readonly #stale = new Set<RoomNode>();

  readonly onDidChangeTreeData = this.#redraws.onDidChange;

  /** @param drop handles drops on a room. */
  constructor(api: Api, state: ViewState, drop: vscode.TreeDragAndDropController<object>) {
    this.#api = api;
    this.#rooms = new LiveRooms(state);
    this.#view = editor.createTreeView<RoomTreeNode>('parley.rooms', {
      treeDataProvider: this,
      showCollapseAll: true,
      dragAndDropController: drop,
    });
    this.#owned.add(this.#view);
    this.#redraws.watch(this.#view);
    this.#owned.add(
      state.onRooms((change) => {
        this.#redraws.add(this.#rooms.apply(change));
      }),
    );
    this.#owned.add(
      state.onPrivateChats((change) => {
        this.#redraws.add(this.#rooms.applyPrivateChats(change));
      }),
    );
    this.#owned.add(
      this.#view.onDidCollapseElement(({ element }) => {
        if (element.kind === 'room') this.#unwatch(element);
      }),
    );
    this.#owned.add(
      this.#view.onDidExpandElement(({ element }) => {
        if (element.kind !== 'room' || !this.#watched(element)) return;
        // The editor may show the children that it got before.
        this.#unfolded.add(element);
        this.#redraws.add([]);
      }),
    );
    this.#owned.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#redraws.add(WHOLE);
        else for (const node of this.#expanded.keys()) this.#unwatch(node);
      }),
    );
    this.#owned.add(
      vscode.commands.registerCommand(MORE_OCCUPANTS, (node?: MoreNode) => {
        if (node) this.#expanded.get(node.of)?.watched.loadMore();
      }),
    );
  }

  getTreeItem(node: RoomTreeNode): vscode.TreeItem {
    const item = treeItem(node);
    this.#looks.set(node, this.#lookOf(node, item));
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: RoomTreeNode): vscode.TreeItem {
    item.tooltip = tooltipOf(node);
    return item;
  }

  getChildren(node?: RoomTreeNode): RoomTreeNode[] {
    if (!node) {
      this.#redraws.requested();
      return [...this.#rooms.top()];
    }
    if (node.kind === 'role') return [...node.children];
    if (node.kind !== 'room') return [];
    return [...node.privateChats, ...(this.#watched(node)?.nodes.children() ?? [])];
  }

  dispose(): void {
    for (const node of this.#expanded.keys()) this.#unwatch(node);
    this.#owned.dispose();
  }

  /** Watches the occupants, unless the user is outside. */
  #watched(node: RoomNode): Expanded | undefined {
    if (!isInside(node.room)) return undefined;
    const known = this.#expanded.get(node);
    if (known) return known;
    const of = { account: node.account.id, chat: node.room.id };
    const watched = new WatchedOccupants(this.#api, of, () => {
      this.#stale.add(node);
      this.#redraws.add([]);
    });
    const nodes = new OccupantNodes(node);
    nodes.update(watched.values(), watched.total);
    const expanded = { nodes, watched };
    this.#expanded.set(node, expanded);
    return expanded;
  }

  #unwatch(node: RoomNode): void {
    this.#expanded.get(node)?.watched.dispose();
    this.#expanded.delete(node);
  }

  /** What is to be redrawn of these rows, and of the rooms that show their occupants. */
  #toRedraw(changed: Redrawn<RoomTreeNode>): Redrawn<RoomTreeNode> {
    const redrawn = changed.filter((node) => !node || this.#looksOther(node));
    redrawn.push(...this.#unfolded);
    this.#unfolded.clear();
    for (const node of this.#expanded.keys()) if (!this.#isThere(node)) this.#unwatch(node);
    for (const node of this.#stale) {
      const { nodes, watched } = this.#expanded.get(node) ?? {};
      if (!nodes || !watched) continue;
      const rows = nodes.update(watched.values(), watched.total);
      redrawn.push(...rows.filter((each) => each === node || this.#looksOther(each)));
    }
    this.#stale.clear();
    return redrawn;
  }

  #looksOther(node: RoomTreeNode): boolean {
    return this.#looks.get(node) !== this.#lookOf(node, treeItem(node));
  }

  /** All that a row shows; of one that is redrawn with all below it not what its tooltip says. */
  #lookOf(node: RoomTreeNode, item: vscode.TreeItem): string {
    const { label, description, iconPath, contextValue, collapsibleState } = item;
    const { label: spoken } = item.accessibilityInformation ?? {};
    const hasOwnTooltip = node.kind === 'room' && !this.#expanded.has(node);
    return JSON.stringify([
      ...[label, description, iconPath, contextValue, collapsibleState, spoken],
      ...(hasOwnTooltip ? roomLines(node.room) : []),
      // They are redrawn with their room.
      ...(node.kind === 'room' ? node.privateChats.map(privateChatLook) : []),
    ]);
  }

  #isThere(node: RoomNode): boolean {
    const { account, room } = node;
    return this.#rooms.find(account.id, room.id) === node && isInside(room);
  }
}
