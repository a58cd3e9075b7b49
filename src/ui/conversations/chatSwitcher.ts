import type * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { chatKey } from '../chatKey.ts';
import { editor } from '../editor.ts';
import type { ViewState } from '../state.ts';
import { allChats, type ChatRow, filterChats } from './chatPickItems.ts';

/**
 * For so long after the rows have changed, in ms, the editor may report a row as chosen by its index
 * among the rows before: what is typed decides then.
 */
const SETTLING_MS = 200;

/** Dependencies of {@link ChatSwitcher}. */
export interface ChatSwitcherDeps {
  readonly state: ViewState;
  readonly openChat: (of: OfChat) => void;
  /** The chat whose tab is active, or else that of the view. */
  readonly activeChat: () => OfChat | undefined;
}

/** The picker of `XMPP: Go to Chat…`, which works as the editor's quick open. */
export class ChatSwitcher {
  readonly #deps: ChatSwitcherDeps;
  #pick: vscode.QuickPick<ChatRow> | undefined;

  constructor(deps: ChatSwitcherDeps) {
    this.#deps = deps;
  }

  /** Opens the picker; while it is open, goes on to its next row. */
  show(): void {
    if (this.#pick) goOn(this.#pick);
    else this.#open();
  }

  #open(): void {
    const { state, openChat } = this.#deps;
    const chats = allChats(state);
    const pick = editor.createQuickPick<ChatRow>();
    this.#pick = pick;
    pick.title = 'Go to Chat';
    pick.placeholder = 'Name or address of a chat, contact or room';
    pick.items = filterChats(chats, '');
    let changedAt = -Infinity;
    pick.onDidChangeValue((typed) => {
      pick.items = filterChats(chats, typed);
      changedAt = performance.now();
    });
    pick.onDidAccept(() => {
      const isSettled = performance.now() - changedAt > SETTLING_MS;
      const [chosen] = isSettled ? pick.selectedItems : pick.items;
      pick.hide();
      if (chosen?.of) openChat(chosen.of);
    });
    pick.onDidHide(() => {
      this.#pick = undefined;
      pick.dispose();
    });
    pick.show();
    const first = pick.items[0]?.of;
    const active = this.#deps.activeChat();
    // Where one is already is not where one goes.
    if (first && active && chatKey(first) === chatKey(active)) goOn(pick);
  }
}

function goOn(pick: vscode.QuickPick<ChatRow>): void {
  const { activeItems, items } = pick;
  const [active = items[0]] = activeItems;
  const next = items[(items.findIndex((item) => item === active) + 1) % items.length];
  if (next) pick.activeItems = [next];
}
