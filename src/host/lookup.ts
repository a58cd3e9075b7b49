/** Looks up in the model what the parameters of requests refer to. */
import type { OfChat } from '../api/requests.ts';
import { Jid } from '../base/jid.ts';
import { parseTypedJid } from '../base/jidEscaping.ts';
import { failure } from '../base/userError.ts';
import type { Account } from '../model/account/account.ts';
import { parseTypedRoom } from '../model/rooms/roomAddress.ts';
import type { Chat } from '../model/chats/chat.ts';
import type { Downloads } from '../model/files/downloads.ts';
import type { IncomingFiles } from '../model/files/incomingFiles.ts';
import type { Transfers } from '../model/files/transfers.ts';
import type { Message } from '../model/history.ts';
import type { Served } from './method.ts';

/** @throws Failure when the account is not signed in, or the address is invalid */
export function contactOf({ accounts }: Served, { account, chat }: OfChat): [Account, Jid] {
  return [accounts.get(account), jidOf(chat).toBare()];
}

/** @throws Failure when the account is not signed in, or the address is not one of a room */
export function roomOf({ accounts }: Served, { account, chat }: OfChat): [Account, Jid] {
  const room = parseTypedRoom(chat);
  if (!room) throw failure('not-a-room', { room: chat });
  return [accounts.get(account), room];
}

/** @throws Failure as {@link contactOf} */
export function chatOf(served: Served, of: OfChat): [Account, Chat] {
  const account = served.accounts.get(of.account);
  return [account, account.chats.open(exactJid(of.chat))];
}

/** The same, to write there. @throws Failure also if nothing must be written to an occupant now */
export function writableChatOf(served: Served, of: OfChat): [Account, Chat] {
  const [account, chat] = chatOf(served, of);
  if (chat.kind === 'private') account.privateChats.admit(chat);
  return [account, chat];
}

/** The account's transfers. @throws Failure when this transfer belongs to another chat */
export function transfersOf(served: Served, of: OfChat, transfer: string): Transfers {
  const [{ transfers }, chat] = chatOf(served, of);
  const to = transfers.find(transfer)?.to;
  if (to && to.full !== chat.jid.full) {
    throw failure('no-transfer');
  }
  return transfers;
}

/** The account's incoming files. @throws Failure when this offer belongs to another chat */
export function incomingOf(served: Served, of: OfChat, message: string): IncomingFiles {
  const [{ incomingFiles }, chat] = chatOf(served, of);
  const offered = incomingFiles.find(message)?.chat;
  if (offered && offered !== chat) throw failure('no-transfer');
  return incomingFiles;
}

/** The account's downloads. @throws Failure when this one belongs to another chat */
export function downloadsOf(served: Served, of: OfChat, message: string): Downloads {
  const [{ downloads }, chat] = chatOf(served, of);
  const known = downloads.find(message)?.chat;
  if (known && known !== chat) throw failure('no-transfer');
  return downloads;
}

/** @throws Failure when it is not stored, or no longer */
export async function findMessage(chat: Chat, id: string): Promise<Message> {
  const message = await chat.find(id);
  if (!message) {
    throw failure('no-message');
  }
  return message;
}

/** Parses an address as sent by a server, not as typed by a user. @throws Failure */
export function exactJid(address: string): Jid {
  return Jid.parse(address) ?? jidOf(address);
}

/** The result of a request that returns no data. */
export const nothing = (): null => null;

/** @throws Failure */
function jidOf(address: string): Jid {
  const jid = parseTypedJid(address);
  if (!jid) throw failure('bad-jid');
  return jid;
}
