import type { QuickPickItem } from 'vscode';
import type { OfChat } from '../../api/requests.ts';
import { fold } from '../../base/fold.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { makeVisible } from '../../api/visible.ts';
import { chatKey } from '../chatKey.ts';
import { compareNames } from '../../base/compareNames.ts';
import { SHOWS_BY_AVAILABILITY } from '../contacts/showOrder.ts';
import { withoutIcons } from '../plain.ts';
import { showCodicon, showLabel } from '../presence/presence.ts';
import { compareRooms } from '../rooms/liveRooms.ts';
import { roomItem } from '../rooms/roomPickItem.ts';
import type { OwnedContact, OwnedConversation, ViewState } from '../state.ts';
import { conversationKey } from './conversationNode.ts';
import { compareWaiting } from './conversationOrder.ts';
import { latestWords, optionWords, unreadWords } from './conversationText.ts';

/** Maximum number of rows at once: with thousands, the editor's picker is slow. */
const MAX_SHOWN = 200;

/** A chat in a picker, which filters by itself. */
export interface ChatItem extends QuickPickItem {
  readonly of: OfChat;
  /** The folded text that it is found by. */
  readonly found: string;
}

/** A row that only says how many there are besides. */
export type ChatRow = ChatItem | (QuickPickItem & { readonly of?: undefined });

type Source = Pick<ViewState, 'accounts' | 'conversations' | 'contacts' | 'rooms'>;

/**
 * All that can be gone to: conversations, those that wait for the user first and then the newest;
 * then the contacts and the rooms without one.
 */
export function allChats(state: Source): readonly ChatItem[] {
  const { accounts, contacts, rooms } = state;
  const conversations = [...state.conversations].sort(compareWaiting);
  const known = new Set(conversations.map(conversationKey));
  const isOther = (account: string, chat: string) => !known.has(chatKey({ account, chat }));
  const withAccount = accounts.length > 1;
  return [
    ...conversations.map((owned) => conversationItem(owned, withAccount)),
    ...contacts
      .filter(({ account, contact }) => isOther(account.id, contact.id))
      .sort(compareContacts)
      .map((owned) => contactItem(owned, withAccount)),
    ...rooms
      .filter(({ account, room }) => isOther(account.id, room.id))
      .sort(compareRooms)
      .map((owned) => {
        const item = roomItem(owned, withAccount);
        return { ...item, ...findable(owned.room.name, item.of), alwaysShow: true };
      }),
  ];
}

/** The row of a conversation. */
export function conversationItem(
  { account, conversation }: OwnedConversation,
  withAccount: boolean,
): ChatItem {
  const { id, kind, name, show } = conversation;
  const of = { account: account.id, chat: id };
  const icon = kind === 'room' ? '$(comment-discussion)' : showCodicon(show);
  const parts = [
    ...[unreadWords(conversation), optionWords(conversation), latestWords(conversation)],
  ];
  return {
    label: `${icon} ${shown(name)}`,
    description: shown(parts.filter((part) => part !== '').join(' · ')),
    ...(withAccount && { detail: shown(account.jid) }),
    alwaysShow: true,
    ...findable(name, of),
  };
}

/** The row of a contact whom there is no chat with. */
export function contactItem({ account, contact }: OwnedContact, withAccount: boolean): ChatItem {
  const of = { account: account.id, chat: contact.id };
  const status = contact.status === '' ? showLabel(contact.show) : contact.status;
  return {
    label: `${showCodicon(contact.show)} ${shown(contact.name)}`,
    description: shown(status),
    ...(withAccount && { detail: shown(account.jid) }),
    alwaysShow: true,
    ...findable(contact.name, of),
  };
}

/**
 * Those that contain each of the typed words, first those whose name begins with them; some of them,
 * and a row that counts the rest.
 */
export function filterChats(chats: readonly ChatItem[], typed: string): readonly ChatRow[] {
  const wanted = fold(typed).trim();
  const words = wanted.split(/\s+/u);
  const matching = chats.filter(({ found: text }) => words.every((word) => text.includes(word)));
  const begins = ({ found: text }: ChatItem) => text.startsWith(wanted);
  const found = [...matching.filter(begins), ...matching.filter((item) => !begins(item))];
  const others = found.length - MAX_SHOWN;
  if (others <= 0) return found;
  const more = {
    label: '',
    description: t('… {count} more: type to find them', { count: formatNumber(others) }),
    alwaysShow: true,
  };
  return [...found.slice(0, MAX_SHOWN), more];
}

function findable(name: string, of: OfChat): Pick<ChatItem, 'of' | 'found'> {
  return { of, found: fold(`${name} ${shownAddress(of.chat)} ${of.account}`) };
}

/** The most available first, then by name. */
export function compareContacts(
  { contact: a }: OwnedContact,
  { contact: b }: OwnedContact,
): number {
  const rank = ({ show }: OwnedContact['contact']) => SHOWS_BY_AVAILABILITY.indexOf(show);
  return rank(a) - rank(b) || compareNames(a.name, b.name);
}

function shown(text: string): string {
  return withoutIcons(makeVisible(text));
}
