import * as vscode from 'vscode';
import type { PanelCommand } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { isRecord } from '../../base/isRecord.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';
import { notifyingIn } from '../waiting.ts';
import { viewFrame } from './chatFrame.ts';
import { ChatPanel, type ChatPanelDeps } from './chatPanel.ts';
import { chatTitle, tellKnown, watchKnown } from './knownChat.ts';
import { NoChat } from './noChat.ts';

const VIEW = 'parley.chat';

/** Dependencies of the chat view; the code that serves it is loaded after activation. */
export interface ChatViewDeps extends Omit<ChatPanelDeps, 'connect'> {
  readonly connect: Promise<ChatPanelDeps['connect']>;
  /** Whether a chat is in a tab, once all tabs are restored. */
  readonly isInTab: (of: OfChat) => Promise<boolean>;
}

/**
 * The view with one chat, wherever the user has put it. The editor makes a new one whenever it is
 * moved to another container; the chat stays.
 */
export class ChatView implements vscode.WebviewViewProvider, Disposable {
  readonly #state: ViewState;
  readonly #deps: ChatViewDeps;
  readonly #owned = new DisposableStore();
  #view: vscode.WebviewView | undefined;
  /** The chat that it shows, and whether that is decided: before, the editor may know of one. */
  #of: OfChat | undefined;
  #isDecided = false;
  #shown: ChatPanel | NoChat | undefined;
  /** The commands for the page of its chat that there is no view for yet. */
  #waiting: readonly PanelCommand[] = [];

  constructor(state: ViewState, deps: ChatViewDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#owned.add(vscode.window.registerWebviewViewProvider(VIEW, this));
    const tell = (chat: ChatPanel) => {
      tellKnown(state, chat);
    };
    this.#owned.add(watchKnown(state, () => (this.#chat ? [this.#chat] : []), tell));
    this.#owned.add(
      state.onConversations(() => {
        if (this.#chat) this.#chat.others = this.#others;
      }),
    );
    this.#owned.add(
      state.onAccounts(() => {
        if (this.#shown instanceof NoChat) this.#shown.isSignedIn = state.accounts.length > 0;
      }),
    );
  }

  async resolveWebviewView(
    view: vscode.WebviewView,
    { state }: vscode.WebviewViewResolveContext,
  ): Promise<void> {
    this.#view = view;
    view.onDidDispose(() => {
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#leave();
    });
    this.#leave();
    const connect = await this.#deps.connect;
    await this.#decide(state);
    if (this.#view === view && !this.#shown) this.#draw(connect);
  }

  /** The chat that it shows. */
  get chat(): OfChat | undefined {
    return this.#of;
  }

  get visible(): boolean {
    return this.#view?.visible === true;
  }

  /** Shows a chat, at the front and with the focus. */
  async open(of: OfChat, command: PanelCommand = { type: 'focusInput' }): Promise<void> {
    const connect = await this.#deps.connect;
    const isNew = this.#of === undefined || chatKey(this.#of) !== chatKey(of);
    this.#of = of;
    this.#isDecided = true;
    this.#waiting = isNew ? [command] : [...this.#waiting, command];
    if (isNew || !this.#chat) this.#draw(connect);
    else this.#sendWaiting();
    await vscode.commands.executeCommand(`${VIEW}.focus`);
  }

  /** Shows no chat any longer, if it shows this one. */
  async close(of: OfChat, { moves = false } = {}): Promise<void> {
    if (this.#of === undefined || chatKey(this.#of) !== chatKey(of)) return;
    this.#of = undefined;
    if (!moves) this.#deps.kept.forget(of);
    this.#draw(await this.#deps.connect);
  }

  /** Sends its page a command. @returns false if no chat is visible */
  tell(command: PanelCommand): boolean {
    if (!this.visible || !this.#chat) return false;
    this.#chat.reveal(command);
    return true;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#shown?.dispose();
  }

  get #chat(): ChatPanel | undefined {
    return this.#shown instanceof ChatPanel ? this.#shown : undefined;
  }

  /** The number of unread messages that notify in all other chats. */
  get #others(): number {
    const own = this.#of && chatKey(this.#of);
    return this.#state.conversations
      .filter(({ account, conversation }) => {
        return chatKey({ account: account.id, chat: conversation.id }) !== own;
      })
      .reduce((sum, { conversation }) => sum + notifyingIn(conversation), 0);
  }

  /** Shows the chat of before the window was reloaded, unless a tab has it by now. */
  async #decide(state: unknown): Promise<void> {
    if (!isRecord(state)) return;
    const { account, chat } = state;
    if (typeof account !== 'string' || typeof chat !== 'string') return;
    const isInTab = await this.#deps.isInTab({ account, chat });
    // Another one may have been opened meanwhile.
    if (this.#isDecided) return;
    if (!isInTab) this.#of = { account, chat };
    this.#isDecided = true;
  }

  #draw(connect: ChatPanelDeps['connect']): void {
    const { assets } = this.#deps;
    this.#leave();
    const view = this.#view;
    const of = this.#of;
    if (!view) return;
    view.webview.options = assets.options;
    if (!of) {
      view.description = '';
      const isSignedIn = this.#state.accounts.length > 0;
      this.#shown = new NoChat(view, isSignedIn, { assets, run: this.#deps.run });
      return;
    }
    const title = chatTitle(this.#state, of);
    const chat = new ChatPanel(of, title, viewFrame(view), { ...this.#deps, connect });
    this.#shown = chat;
    tellKnown(this.#state, chat);
    chat.others = this.#others;
    this.#sendWaiting();
    chat.held = false;
  }

  #sendWaiting(): void {
    for (const command of this.#waiting) this.#chat?.send(command);
    this.#waiting = [];
  }

  /** Leaves what was shown: the view is gone, or shows something else. */
  #leave(): void {
    if (this.#shown instanceof ChatPanel) this.#shown.closed();
    else this.#shown?.dispose();
    this.#shown = undefined;
  }
}
