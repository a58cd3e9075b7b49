import { t } from '../../base/l10n.ts';
import { type FilteredPick, openFilteredPick } from '../filteredPick.ts';
import { filterRows } from '../findable.ts';
import type { ViewState } from '../state.ts';
import { allChats, type ChatRow } from './chatPickItems.ts';

/** Opens a picker of all chats, those that wait for the user first, of all contacts and all rooms. */
export function pickAnyChat(state: ViewState, title: string): FilteredPick<ChatRow> {
  const chats = allChats(state);
  const placeholder = t('Name or address of a chat, contact or room');
  return openFilteredPick({ title, placeholder, rows: (typed) => filterRows(chats, typed) });
}
