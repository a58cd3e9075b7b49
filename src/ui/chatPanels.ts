import * as vscode from 'vscode';
import type { PanelState } from '../api/panel.ts';
import type { OfChat } from '../api/requests.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { ChatPanel, type ChatPanelDeps } from './chatPanel.ts';
import type { ViewState } from './state.ts';

const VIEW_TYPE = 'parley.chat';

/** All open chat tabs: one for each chat, back after a reload of the window. */
export class ChatPanels implements vscode.WebviewPanelSerializer<PanelState>, Disposable {
  readonly #state: ViewState;
  readonly #deps: ChatPanelDeps;
  readonly #restored: Promise<void>;
  readonly #panels = new Map<string, ChatPanel>();
  readonly #owned = new DisposableStore();

  /** @param restored when the accounts of the last time are known again. */
  constructor(state: ViewState, deps: ChatPanelDeps, restored: Promise<void>) {
    this.#state = state;
    this.#deps = deps;
    this.#restored = restored;
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
    this.#owned.add(
      state.onContacts(() => {
        for (const panel of this.#panels.values()) panel.unread = this.#unread(panel.of);
      }),
    );
  }

  /** Opens a chat, or brings its tab to the front; at a message, by its id, or at the input. */
  open(of: OfChat, message?: string): void {
    const open = this.#panels.get(keyOf(of));
    if (message !== undefined) (open ?? this.#create(of)).reveal({ type: 'showMessage', message });
    else if (open) open.reveal();
    else this.#create(of);
  }

  /** Lets the user choose a date in the active chat tab. Result: false where no chat is active. */
  jumpToDate(): boolean {
    const active = [...this.#panels.values()].find((panel) => panel.active);
    active?.reveal({ type: 'jumpToDate' });
    return active !== undefined;
  }

  /** Whether the user sees this chat: its tab shows, and the window has the focus. */
  isSeen(of: OfChat): boolean {
    return vscode.window.state.focused && this.#panels.get(keyOf(of))?.visible === true;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: PanelState): Promise<void> {
    await this.#restored;
    if (!state || !(await this.#isSignedIn(state.account))) panel.dispose();
    else this.#adopt({ account: state.account, chat: state.chat }, panel);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #create(of: OfChat): ChatPanel {
    const options = { viewColumn: vscode.ViewColumn.Active };
    return this.#adopt(of, vscode.window.createWebviewPanel(VIEW_TYPE, this.#title(of), options));
  }

  #adopt(of: OfChat, panel: vscode.WebviewPanel): ChatPanel {
    const chat = new ChatPanel(of, this.#title(of), panel, this.#deps);
    chat.unread = this.#unread(of);
    this.#panels.set(keyOf(of), chat);
    panel.onDidDispose(() => {
      chat.closed();
      this.#panels.delete(keyOf(of));
    });
    return chat;
  }

  /** Asks anew: what views know of accounts follows a moment later. */
  #isSignedIn(account: string): Promise<boolean> {
    const owned = new DisposableStore();
    const signedIn = new Promise<boolean>((resolve) => {
      owned.add(
        this.#deps.api.watch('accounts', {}, (change) => {
          if (change.kind === 'snapshot') resolve(change.items.some(({ id }) => id === account));
        }),
      );
    });
    return signedIn.finally(() => {
      owned.dispose();
    });
  }

  #unread({ account, chat }: OfChat): number {
    return this.#state.contact(account, chat)?.unread ?? 0;
  }

  #title({ account, chat }: OfChat): string {
    return this.#state.contact(account, chat)?.name ?? chat;
  }
}

function keyOf({ account, chat }: OfChat): string {
  return `${account}\n${chat}`;
}
