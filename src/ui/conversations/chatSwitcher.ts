import type * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';
import type { ChatRow } from './chatPickItems.ts';
import { pickAnyChat } from './pickAnyChat.ts';

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
    else void this.#open();
  }

  async #open(): Promise<void> {
    const { state, openChat } = this.#deps;
    const { pick, chosen } = pickAnyChat(state, t('Go to Chat'));
    this.#pick = pick;
    const first = pick.items[0]?.of;
    const active = this.#deps.activeChat();
    // Where one is already is not where one goes.
    if (first && active && chatKey(first) === chatKey(active)) goOn(pick);
    const row = await chosen;
    this.#pick = undefined;
    if (row?.of) openChat(row.of);
  }
}

function goOn(pick: vscode.QuickPick<ChatRow>): void {
  const { activeItems, items } = pick;
  const [active = items[0]] = activeItems;
  const next = items[(items.findIndex((item) => item === active) + 1) % items.length];
  if (next) pick.activeItems = [next];
}
