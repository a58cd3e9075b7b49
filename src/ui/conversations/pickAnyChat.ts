import type * as vscode from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import type { ViewState } from '../state.ts';
import { allChats, type ChatRow, filterChats } from './chatPickItems.ts';

/**
 * For so long after the rows have changed, in ms, the editor may report a row as chosen by its index
 * among the rows before: what is typed decides then.
 */
const SETTLING_MS = 200;

/** A picker that is open, and the chat that is chosen in the end; `undefined` after Esc. */
export interface ChatPick {
  readonly pick: vscode.QuickPick<ChatRow>;
  readonly chosen: Promise<OfChat | undefined>;
}

/** Opens a picker of all chats, those that wait for the user first, of all contacts and all rooms. */
export function pickAnyChat(state: ViewState, title: string): ChatPick {
  const chats = allChats(state);
  const pick = editor.createQuickPick<ChatRow>();
  pick.title = title;
  pick.placeholder = t('Name or address of a chat, contact or room');
  pick.items = filterChats(chats, '');
  let changedAt = -Infinity;
  pick.onDidChangeValue((typed) => {
    pick.items = filterChats(chats, typed);
    changedAt = performance.now();
  });
  const chosen = new Promise<OfChat | undefined>((resolve) => {
    let of: OfChat | undefined;
    pick.onDidAccept(() => {
      const isSettled = performance.now() - changedAt > SETTLING_MS;
      of = (isSettled ? pick.selectedItems : pick.items)[0]?.of;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(of);
    });
  });
  pick.show();
  return { pick, chosen };
}
