import { occupantName } from '../../api/occupantName.ts';
import type { OfChat } from '../../api/requests.ts';
import type { ContactView, PrivateChatView, RoomView } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import * as settings from '../settings.ts';
import type { ViewState } from '../state.ts';
import type { ChatPanel } from './chatPanel.ts';
import { ownAddressIn } from './ownAddress.ts';
import { roomOf } from './roomCommands.ts';

/** The title of a chat, also of one that is not known yet. */
export function chatTitle(state: ViewState, of: OfChat): string {
  const name = knownChat(state, of)?.name ?? nameOfOccupant(state, of);
  return makeVisible(name ?? shownAddress(of.chat));
}

/** Sets what the title shows while its page is not loaded, and whether pictures are shown unasked. */
export function tellKnown(state: ViewState, panel: ChatPanel): void {
  const known = knownChat(state, panel.of);
  if (known) panel.name = makeVisible(known.name);
  panel.ownAddress = ownAddressIn(state, panel.of);
  panel.unread = known?.unread ?? 0;
  panel.showsPictures = settings.showsPictures() && isWithContact(state, panel.of);
}

/** Calls `tell` for each of these chats of which something, or any setting, has changed. */
export function watchKnown(
  state: ViewState,
  panels: () => readonly ChatPanel[],
  tell: (panel: ChatPanel) => void,
): Disposable {
  const owned = new DisposableStore();
  owned.add(
    settings.onDidChange(() => {
      for (const panel of panels()) tell(panel);
    }),
  );
  const { onContacts, onConversations, onPrivateChats, onRooms } = state;
  for (const onChanged of [onContacts, onConversations, onPrivateChats, onRooms]) {
    owned.add(
      onChanged(({ changed }) => {
        // Whichever account knows it: the title tells apart the chats of several.
        const ids = changed !== 'all' && new Set(changed.map(({ id }) => id));
        for (const panel of panels()) if (!ids || ids.has(panel.of.chat)) tell(panel);
      }),
    );
  }
  return owned;
}

/** Whether it is a chat with a contact who is not blocked. */
function isWithContact(state: ViewState, { account, chat }: OfChat): boolean {
  if (state.room(account, chat)) return false;
  const contact = state.contact(account, chat);
  return contact?.inRoster === true && contact.blockedBy === undefined;
}

/** A room that is in the roster is a room. */
function knownChat(
  state: ViewState,
  { account, chat }: OfChat,
): ContactView | RoomView | PrivateChatView | undefined {
  const known = state.room(account, chat) ?? state.privateChat(account, chat);
  return known ?? state.contact(account, chat);
}

/** The name of a chat with an occupant that has no messages yet. */
function nameOfOccupant(state: ViewState, of: OfChat): string | undefined {
  const room = roomOf(of);
  const name = room.chat === of.chat ? undefined : state.room(of.account, room.chat)?.name;
  return name === undefined ? undefined : occupantName(of.chat.slice(room.chat.length + 1), name);
}
