import { occupantName } from '../api/occupantName.ts';
import type { PrivateChatView } from '../api/views.ts';
import type { Account } from '../model/account/account.ts';
import type { Chat } from '../model/chats/chat.ts';
import { receivedView } from './receivedView.ts';

export function privateChatView(account: Account, chat: Chat): PrivateChatView {
  const { unread, composing, newest, lastReceived, jid } = chat;
  const { resource: nick } = jid;
  const room = jid.toBare();
  const { occupant, obstacle, newNick } = account.privateChats.stateOf(chat);
  const realJid = occupant?.jids[0]?.bare;
  return {
    id: chat.key.chat,
    name: privateChatName(account, chat),
    ...{ nick, room: room.bare, roomName: account.rooms.nameOf(room) },
    show: occupant?.show ?? 'offline',
    ...(realJid !== undefined && { jid: realJid }),
    ...(obstacle && { obstacle }),
    ...(newNick !== undefined && { newNick }),
    ...{ unread, composing, newest },
    ...(lastReceived && { lastReceived: receivedView(lastReceived) }),
  };
}

/** What a chat with an occupant is called. */
export function privateChatName({ rooms }: Account, { jid }: Pick<Chat, 'jid'>): string {
  return occupantName(jid.resource, rooms.nameOf(jid.toBare()));
}
