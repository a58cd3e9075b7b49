import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { occupantName } from '../../api/occupantName.ts';
import type { PanelCommand, PanelState } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView, PrivateChatView, RoomView } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { type Disposable, DisposableStore, onDispose } from '../../base/lifecycle.ts';
import { ChatPanel, type ChatPanelDeps } from './chatPanel.ts';
import { roomOf } from './roomCommands.ts';
import { showEach, tabsAtStart } from './hiddenTabs.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';

const VIEW_TYPE = 'parley.chat';
/** Timeout for the editor to hand over one tab, in ms. */
const HANDED_OVER_MS = 3000;

/** Dependencies of the chat tabs; the code that serves them is loaded after activation. */
export interface ChatPanelsDeps extends Omit<ChatPanelDeps, 'connect'> {
  readonly connect: Promise<ChatPanelDeps['connect']>;
}

/** All open chat tabs: one per chat, restored after a reload of the window. */
export class ChatPanels implements vscode.WebviewPanelSerializer<PanelState>, Disposable {
  readonly #state: ViewState;
  readonly #deps: ChatPanelsDeps;
  readonly #panels = new Map<string, ChatPanel>();
  readonly #owned = new DisposableStore();
  /** Resolves once the tabs that were hidden when the window was reloaded are restored, too. */
  readonly #whole: Promise<void>;
  readonly #restored = new vscode.EventEmitter<void>();
  /** The number of tabs that the editor has handed over. */
  #handedOver = 0;
  /** Whether tabs are being shown only briefly. */
  #showingEach = false;

  constructor(state: ViewState, deps: ChatPanelsDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
    for (const onChanged of [state.onContacts, state.onRooms, state.onPrivateChats]) {
      this.#owned.add(
        onChanged(({ account, changed }) => {
          const panels =
            changed === 'all'
              ? [...this.#panels.values()].filter(({ of }) => of.account === account)
              : changed.map(({ id: chat }) => this.#panels.get(chatKey({ account, chat })));
          for (const panel of panels) if (panel) this.#tell(panel);
        }),
      );
    }
    this.#owned.add(this.#restored);
    this.#whole = this.#restoreHidden();
  }

  /** Opens a chat or brings its tab to the front, at a message (by id) or at the input. */
  open(of: OfChat, message?: string): void {
    this.#unarchive(of);
    void this.#open(of, message === undefined ? undefined : { type: 'showMessage', message });
  }

  /** The same at the input, with a text added to the draft. */
  write(of: OfChat, text: string): void {
    this.#unarchive(of);
    void this.#open(of, { type: 'addText', text });
  }

  /** An archived chat that is opened is in the list again. */
  #unarchive(of: OfChat): void {
    if (this.#state.conversation(of.account, of.chat)?.isArchived !== true) return;
    this.#deps.run('listing a chat', async () => {
      await this.#deps.api.request('archiveChat', { ...of, archived: false });
    });
  }

  async #open(of: OfChat, command?: PanelCommand): Promise<void> {
    await this.#whole;
    const connect = await this.#deps.connect;
    const open = this.#panels.get(chatKey(of));
    const panel = open ?? this.#create(of, connect);
    if (command) panel.reveal(command);
    else if (open) open.reveal();
  }

  /** The chat whose tab is active. */
  get activeChat(): OfChat | undefined {
    return this.#active?.of;
  }

  /** Closes the tab of a chat, if it has one. */
  close(of: OfChat): void {
    this.#panels.get(chatKey(of))?.dispose();
  }

  /** Lets the user choose a date in the active chat tab. @returns false if no chat is active */
  jumpToDate(): boolean {
    this.#active?.reveal({ type: 'jumpToDate' });
    return this.#active !== undefined;
  }

  get #active(): ChatPanel | undefined {
    return [...this.#panels.values()].find((panel) => panel.active);
  }

  /** Whether the user sees this chat: its tab is visible, and the window has the focus. */
  isSeen(of: OfChat): boolean {
    return vscode.window.state.focused && this.#panels.get(chatKey(of))?.visible === true;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: PanelState): Promise<void> {
    const connect = await this.#deps.connect;
    const of = state && { account: state.account, chat: state.chat };
    // Of two tabs of one chat, possibly of different versions, one is closed.
    if (of && !this.#panels.has(chatKey(of))) this.#adopt(of, panel, connect);
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
      for (const panel of this.#panels.values()) panel.held = false;
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
      const late = setTimeout(done, HANDED_OVER_MS);
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
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #create(of: OfChat, connect: ChatPanelDeps['connect']): ChatPanel {
    const place = { viewColumn: vscode.ViewColumn.Active };
    // Options that are set later would make the editor load an empty page first.
    const { options } = this.#deps.assets;
    const panel = editor.createWebviewPanel(VIEW_TYPE, this.#title(of), place, options);
    return this.#adopt(of, panel, connect);
  }

  #adopt(of: OfChat, panel: vscode.WebviewPanel, connect: ChatPanelDeps['connect']): ChatPanel {
    const chat = new ChatPanel(of, this.#title(of), panel, { ...this.#deps, connect });
    chat.held = this.#showingEach;
    this.#tell(chat);
    this.#panels.set(chatKey(of), chat);
    panel.onDidDispose(() => {
      chat.closed();
      this.#panels.delete(chatKey(of));
    });
    return chat;
  }

  /** Sets what the tab's title shows while its page is not loaded. */
  #tell(panel: ChatPanel): void {
    const known = this.#known(panel.of);
    if (known) panel.name = makeVisible(known.name);
    panel.unread = known?.unread ?? 0;
  }

  #title(of: OfChat): string {
    return makeVisible(this.#known(of)?.name ?? this.#occupantName(of) ?? shownAddress(of.chat));
  }

  /** The name of a chat with an occupant that has no messages yet. */
  #occupantName(of: OfChat): string | undefined {
    const room = roomOf(of);
    const name = room.chat === of.chat ? undefined : this.#state.room(of.account, room.chat)?.name;
    return name === undefined ? undefined : occupantName(of.chat.slice(room.chat.length + 1), name);
  }

  /** A room that is in the roster is a room. */
  #known({ account, chat }: OfChat): ContactView | RoomView | PrivateChatView | undefined {
    const known = this.#state.room(account, chat) ?? this.#state.privateChat(account, chat);
    return known ?? this.#state.contact(account, chat);
  }
}
