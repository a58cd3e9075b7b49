import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { ChatPlace, PanelCommand } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';
import type { ChatPanels } from './chatPanels.ts';
import type { ChatView } from './chatView.ts';
import { choosePlace, type OpenIn } from './choosePlace.ts';

/** Dependencies of {@link OpenChats}. */
export interface OpenChatsDeps {
  readonly api: Api;
  readonly state: ViewState;
  readonly tabs: ChatPanels;
  readonly view: ChatView;
  /** The place of chats that are open nowhere. */
  readonly setting: () => ChatPlace;
  /** Runs an action of the user, and shows its failure. */
  readonly run: (what: string, action: () => Promise<void>) => void;
}

/** The chats that are open in this window, each in one place: a tab, or the view. */
export class OpenChats {
  readonly #deps: OpenChatsDeps;

  constructor(deps: OpenChatsDeps) {
    this.#deps = deps;
  }

  /** Opens a chat or brings it to the front, at a message (by id) or at the input. */
  open(of: OfChat, message?: string): void {
    this.#show(of, message === undefined ? undefined : { type: 'showMessage', message });
  }

  /** The same at the input, with a text added to the draft, and the cursor behind or before it. */
  write(of: OfChat, text: string, cursor?: 'before'): void {
    this.#show(of, { type: 'addText', text, ...(cursor && { cursor }) });
  }

  /** Opens a chat in this place, or moves it there. */
  openIn(of: OfChat, place: OpenIn): void {
    this.#show(of, undefined, place);
  }

  /** The chat whose tab is active, or else that of the view, if it is visible. */
  get activeChat(): OfChat | undefined {
    return this.#deps.tabs.activeChat ?? this.chatInView;
  }

  /** The chat of the view, if it is visible. */
  get chatInView(): OfChat | undefined {
    return this.#deps.view.visible ? this.#deps.view.chat : undefined;
  }

  /** Closes a chat, wherever it is open. */
  close(of: OfChat): void {
    const { run, tabs, view } = this.#deps;
    tabs.close(of);
    run('closing a chat', () => view.close(of));
  }

  /** Closes all chats of an account: what their pages hold is deleted elsewhere. */
  closeAllOf(account: string): void {
    const { run, tabs, view } = this.#deps;
    tabs.closeAllOf(account);
    const { chat } = view;
    if (chat?.account === account) run('closing a chat', () => view.close(chat));
  }

  /** Sends the page of the active chat a command. @returns false if no chat is active */
  tellActive(command: PanelCommand): boolean {
    return this.#deps.tabs.tellActive(command) || this.#deps.view.tell(command);
  }

  /** Whether the user sees this chat: it is visible, and the window has the focus. */
  isSeen(of: OfChat): boolean {
    if (!vscode.window.state.focused) return false;
    return this.#deps.tabs.isVisible(of) || isSame(of, this.chatInView);
  }

  #show(of: OfChat, command?: PanelCommand, asked?: OpenIn): void {
    const { run, setting, tabs, view } = this.#deps;
    this.#unarchive(of);
    run('opening a chat', async () => {
      await tabs.whole;
      const now = tabs.has(of) ? 'tab' : isSame(of, view.chat) ? 'view' : undefined;
      const place = choosePlace({ asked, now, setting: setting() });
      if (place === 'view') {
        tabs.close(of, { moves: true });
        await view.open(of, command);
        return;
      }
      await view.close(of, { moves: true });
      if (place === 'window') await tabs.openInWindow(of);
      else await tabs.open(of, command, place === 'side' ? vscode.ViewColumn.Beside : undefined);
    });
  }

  /** An archived chat that is opened is in the list again. */
  #unarchive(of: OfChat): void {
    const { api, run, state } = this.#deps;
    if (state.conversation(of.account, of.chat)?.isArchived !== true) return;
    run('listing a chat', async () => {
      await api.request('archiveChat', { ...of, archived: false });
    });
  }
}

function isSame(one: OfChat, other: OfChat | undefined): boolean {
  return other !== undefined && chatKey(one) === chatKey(other);
}
