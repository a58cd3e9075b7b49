import type { Account } from '../model/account/account.ts';
import { privateChatName } from './privateChatViews.ts';

/** What a contact, a room or an occupant is called. */
export function chatName(account: Account, id: string): string {
  const chat = account.chats.find(id);
  if (chat?.kind === 'private') return privateChatName(account, chat);
  return account.rooms.find(id)?.name ?? account.contacts.nameOf(id);
}

/** What the other side of a chat is called in it. */
export function authorName(account: Account, id: string): string {
  const chat = account.chats.find(id);
  return chat?.kind === 'private' ? chat.jid.resource : chatName(account, id);
}
