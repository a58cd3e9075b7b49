import type { QuickPickItem } from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { makeVisible } from '../../api/visible.ts';
import { chatKey } from '../chatKey.ts';
import { compareNames } from '../../base/compareNames.ts';
import { SHOWS_BY_AVAILABILITY } from '../contacts/showOrder.ts';
import { type Findable, findable } from '../findable.ts';
import { withoutIcons } from '../plain.ts';
import { showCodicon, showLabel } from '../presence/presence.ts';
import { compareRooms } from '../rooms/liveRooms.ts';
import { roomItem } from '../rooms/roomPickItem.ts';
import type { OwnedContact, OwnedConversation, OwnedRoom, ViewState } from '../state.ts';
import { conversationKey } from './conversationNode.ts';
import { compareWaiting } from './conversationOrder.ts';
import { latestWords, optionWords, unreadWords } from './conversationText.ts';

/** A chat in a picker. */
export interface ChatItem extends QuickPickItem {
  readonly of: OfChat;
}

/** A row of a picker of chats; without a chat, one that only says how many there are besides. */
export interface ChatRow extends QuickPickItem {
  readonly of?: OfChat;
}

type Source = Pick<ViewState, 'accounts' | 'conversations' | 'contacts' | 'rooms'>;

/**
 * All that can be gone to: conversations, those that wait for the user first and then the newest;
 * then the contacts and the rooms without one.
 */
export function allChats(state: Source): readonly Findable<ChatItem>[] {
  const { accounts, contacts, rooms } = state;
  const conversations = [...state.conversations].sort(compareWaiting);
  const known = new Set(conversations.map(conversationKey));
  const isOther = (account: string, chat: string) => !known.has(chatKey({ account, chat }));
  const withAccount = accounts.length > 1;
  return [
    ...conversations.map((owned) => findableConversation(owned, withAccount)),
    ...sortContacts(contacts.filter(({ account, contact }) => isOther(account.id, contact.id))).map(
      (owned) => findableContact(owned, withAccount),
    ),
    ...rooms
      .filter(({ account, room }) => isOther(account.id, room.id))
      .sort(compareRooms)
      .map((owned) => findableRoom(owned, withAccount)),
  ];
}

/** A conversation in a picker. */
export function findableConversation(
  owned: OwnedConversation,
  withAccount: boolean,
): Findable<ChatItem> {
  const { account, conversation } = owned;
  const of = { account: account.id, chat: conversation.id };
  return findableChat(conversation.name, of, () => conversationItem(owned, withAccount));
}

/** A contact in a picker, whom there is no chat with. */
export function findableContact(owned: OwnedContact, withAccount: boolean): Findable<ChatItem> {
  const of = { account: owned.account.id, chat: owned.contact.id };
  return findableChat(owned.contact.name, of, () => contactItem(owned, withAccount));
}

/** A room in a picker. */
function findableRoom(owned: OwnedRoom, withAccount: boolean): Findable<ChatItem> {
  const of = { account: owned.account.id, chat: owned.room.id };
  return findableChat(owned.room.name, of, () => roomItem(owned, withAccount));
}

function conversationItem(
  { account, conversation }: OwnedConversation,
  withAccount: boolean,
): ChatItem {
  const { id, kind, name, show } = conversation;
  const icon = kind === 'room' ? '$(comment-discussion)' : showCodicon(show);
  const parts = [
    ...[unreadWords(conversation), optionWords(conversation), latestWords(conversation)],
  ];
  return {
    label: `${icon} ${shown(name)}`,
    description: shown(parts.filter((part) => part !== '').join(' · ')),
    ...(withAccount && { detail: shown(account.jid) }),
    of: { account: account.id, chat: id },
  };
}

function contactItem({ account, contact }: OwnedContact, withAccount: boolean): ChatItem {
  const status = contact.status === '' ? showLabel(contact.show) : contact.status;
  return {
    label: `${showCodicon(contact.show)} ${shown(contact.name)}`,
    description: shown(status),
    ...(withAccount && { detail: shown(account.jid) }),
    of: { account: account.id, chat: contact.id },
  };
}

/** What is found by its name, its address and that of the account. */
export function findableChat<T extends { readonly of: OfChat }>(
  name: string,
  of: OfChat,
  row: () => T,
): Findable<T> {
  return findable(() => `${name} ${shownAddress(of.chat)} ${of.account}`, row);
}

/** In a new order: the most available first, then by name. */
export function sortContacts(contacts: readonly OwnedContact[]): readonly OwnedContact[] {
  return SHOWS_BY_AVAILABILITY.flatMap((show) =>
    contacts
      .filter(({ contact }) => contact.show === show)
      .sort((a, b) => compareNames(a.contact.name, b.contact.name)),
  );
}

function shown(text: string): string {
  return withoutIcons(makeVisible(text));
}
