import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import type { PanelCommand, PanelState } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { type Disposable, DisposableStore, onDispose } from '../../base/lifecycle.ts';
import { tabFrame } from './chatFrame.ts';
import { ChatPanel, type ChatPanelDeps } from './chatPanel.ts';
import { isActiveTab, showEach, tabsAtStart } from './hiddenTabs.ts';
import { chatTitle, tellKnown, watchKnown } from './knownChat.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';

const VIEW_TYPE = 'parley.chat';
/** Timeout for the editor to hand over one tab, or to bring it to the front, in ms. */
const TIMEOUT_MS = 3000;

/** Dependencies of the chat tabs; the code that serves them is loaded after activation. */
export interface ChatPanelsDeps extends Omit<ChatPanelDeps, 'connect'> {
  readonly extensionUri: vscode.Uri;
  readonly connect: Promise<ChatPanelDeps['connect']>;
}

interface Tab {
  readonly chat: ChatPanel;
  readonly panel: vscode.WebviewPanel;
}

/** All open chat tabs: one per chat, restored after a reload of the window. */
export class ChatPanels implements vscode.WebviewPanelSerializer<PanelState>, Disposable {
  /** Resolves once the tabs that were hidden when the window was reloaded are restored, too. */
  readonly whole: Promise<void>;
  readonly #state: ViewState;
  readonly #deps: ChatPanelsDeps;
  readonly #tabs = new Map<string, Tab>();
  readonly #owned = new DisposableStore();
  readonly #restored = new vscode.EventEmitter<void>();
  /** The number of tabs that the editor has handed over. */
  #handedOver = 0;
  /** Whether tabs are being shown only briefly. */
  #showingEach = false;

  constructor(state: ViewState, deps: ChatPanelsDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
    this.#owned.add(
      watchKnown(
        state,
        () => [...this.#tabs.values()].map(({ chat }) => chat),
        (chat) => {
          tellKnown(state, chat);
        },
      ),
    );
    this.#owned.add(this.#restored);
    this.whole = this.#restoreHidden();
  }

  has(of: OfChat): boolean {
    return this.#tabs.has(chatKey(of));
  }

  /** Opens a chat or brings its tab to the front, also in another column. */
  async open(of: OfChat, command?: PanelCommand, column?: vscode.ViewColumn): Promise<void> {
    await this.whole;
    const connect = await this.#deps.connect;
    const open = this.#tabs.get(chatKey(of));
    const { chat, panel } = open ?? this.#create(of, connect, column);
    if (open && column !== undefined) panel.reveal(column);
    if (open ?? command) chat.reveal(command);
  }

  /**
   * Opens a chat in a window of its own. The editor only moves the tab that is active: if another
   * one comes to the front meanwhile, nothing is moved.
   */
  async openInWindow(of: OfChat): Promise<void> {
    await this.open(of);
    const tab = this.#tabs.get(chatKey(of));
    if (tab && (await isActiveTab(VIEW_TYPE, tab.panel, TIMEOUT_MS)))
      await vscode.commands.executeCommand('workbench.action.moveEditorToNewWindow');
  }

  /** The chat whose tab is active. */
  get activeChat(): OfChat | undefined {
    return this.#active?.of;
  }

  /** Closes the tab of a chat, if it has one; what it had on screen is kept if it only moves. */
  close(of: OfChat, { moves = false } = {}): void {
    const kept = this.#deps.kept.get(of);
    this.#tabs.get(chatKey(of))?.panel.dispose();
    if (moves && kept) this.#deps.kept.set(of, kept);
  }

  /** Closes the tabs of all chats of an account. */
  closeAllOf(account: string): void {
    for (const { chat, panel } of [...this.#tabs.values()]) {
      if (chat.of.account === account) panel.dispose();
    }
  }

  /** Sends the page of the active tab a command. @returns false if no chat is active */
  tellActive(command: PanelCommand): boolean {
    this.#active?.reveal(command);
    return this.#active !== undefined;
  }

  get #active(): ChatPanel | undefined {
    return [...this.#tabs.values()].find(({ panel }) => panel.active)?.chat;
  }

  /** Whether the tab of this chat is visible. */
  isVisible(of: OfChat): boolean {
    return this.#tabs.get(chatKey(of))?.chat.visible === true;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: PanelState): Promise<void> {
    const connect = await this.#deps.connect;
    const of = state && { account: state.account, chat: state.chat };
    // Of two tabs of one chat, possibly of different versions, one is closed.
    if (of && !this.has(of)) this.#adopt(of, panel, connect);
    else panel.dispose();
    this.#handedOver += 1;
    this.#restored.fire();
  }

  /**
   * The editor hands over a tab that was hidden when the window was reloaded only when it is shown,
   * and until then its chat is unknown: so each is shown briefly, without a page that could take
   * keys.
   */
  async #restoreHidden(): Promise<void> {
    const { visible, groups } = tabsAtStart(VIEW_TYPE);
    if (groups.length === 0) return;
    let expected = visible;
    await this.#waitFor(expected);
    this.#showingEach = true;
    try {
      await showEach(groups, () => this.#waitFor(++expected));
    } finally {
      this.#showingEach = false;
      for (const { chat } of this.#tabs.values()) chat.held = false;
    }
  }

  /** Waits until this number of tabs was handed over, or until the timeout. */
  #waitFor(count: number): Promise<void> {
    return new Promise((resolve) => {
      const owned = new DisposableStore();
      const done = () => {
        owned.dispose();
        resolve();
      };
      const late = setTimeout(done, TIMEOUT_MS);
      owned.add(
        onDispose(() => {
          clearTimeout(late);
        }),
      );
      const look = () => {
        if (this.#handedOver >= count) done();
      };
      owned.add(this.#restored.event(look));
      look();
    });
  }

  dispose(): void {
    this.#owned.dispose();
    for (const { chat, panel } of this.#tabs.values()) {
      chat.dispose();
      panel.dispose();
    }
    this.#tabs.clear();
  }

  #create(
    of: OfChat,
    connect: ChatPanelDeps['connect'],
    viewColumn = vscode.ViewColumn.Active,
  ): Tab {
    // Options that are set later would make the editor load an empty page first.
    const { options } = this.#deps.assets;
    const title = chatTitle(this.#state, of);
    const panel = editor.createWebviewPanel(VIEW_TYPE, title, { viewColumn }, options);
    return this.#adopt(of, panel, connect);
  }

  #adopt(of: OfChat, panel: vscode.WebviewPanel, connect: ChatPanelDeps['connect']): Tab {
    const { extensionUri, ...deps } = this.#deps;
    const frame = tabFrame(panel, extensionUri);
    const chat = new ChatPanel(of, chatTitle(this.#state, of), frame, { ...deps, connect });
    chat.held = this.#showingEach;
    tellKnown(this.#state, chat);
    const tab = { chat, panel };
    this.#tabs.set(chatKey(of), tab);
    panel.onDidDispose(() => {
      chat.closed();
      this.#deps.kept.forget(of);
      this.#tabs.delete(chatKey(of));
    });
    return tab;
  }
}
