import * as v from 'valibot';
import { chatOf, roomOf } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { body, nick, ofChat } from '../schema.ts';

/** Chats with occupants of rooms. */
export const privateChatMethods = {
  sendPrivate: {
    params: v.strictObject({ ...ofChat, nick, body }),
    tab: 'chat',
    repeatable: false,
    run: async (served, { nick: wanted, body: words, ...of }) => {
      const [account, room] = roomOf(served, of);
      const chat = account.privateChats.open(room, wanted);
      account.privateChats.admit(chat);
      await account.outbox.send(chat.jid, { body: words });
      return chat.key.chat;
    },
  },
  acceptOccupant: {
    params: v.strictObject(ofChat),
    tab: 'chat',
    repeatable: true,
    run: (served, of) => {
      const [account, chat] = chatOf(served, of);
      account.privateChats.accept(chat);
      return Promise.resolve(null);
    },
  },
} satisfies Partial<MethodTable>;
