import * as v from 'valibot';
import { chatOf, nothing, writableChatOf } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { address, body, id, limitOf, nick, ofChat, searched } from '../schema.ts';
import { foundMessageView } from '../messageViews.ts';

/** Writing messages, changing them, and searching all of them. */
export const messageMethods = {
  sendMessage: {
    params: v.strictObject({ ...ofChat, body, reply: v.exactOptional(id) }),
    tab: 'chat',
    repeatable: false,
    run: async (served, { body, reply, ...of }) => {
      const [account, chat] = writableChatOf(served, of);
      const answered = reply === undefined ? undefined : await account.changes.answer(chat, reply);
      return account.outbox.send(chat.jid, { body, ...(answered && { reply: answered }) });
    },
  },
  retryMessage: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'chat',
    repeatable: false,
    run: (served, params) => {
      const [account, chat] = writableChatOf(served, params);
      return account.outbox.retry(chat, params.message).then(nothing);
    },
  },
  deleteMessage: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'chat',
    repeatable: false,
    run: (served, params) => {
      const [account, chat] = chatOf(served, params);
      return account.outbox.remove(chat, params.message).then(nothing);
    },
  },
  correctMessage: {
    params: v.strictObject({ ...ofChat, message: id, body }),
    tab: 'chat',
    repeatable: false,
    run: (served, { message, body, ...of }) => {
      const [account, chat] = writableChatOf(served, of);
      return account.changes.correct(chat, message, body).then(nothing);
    },
  },
  retractMessage: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'chat',
    repeatable: false,
    run: (served, { message, ...of }) => {
      const [account, chat] = chatOf(served, of);
      return account.changes.retract(chat, message).then(nothing);
    },
  },
  react: {
    params: v.strictObject({
      ...ofChat,
      message: id,
      emoji: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      on: v.boolean(),
    }),
    tab: 'chat',
    repeatable: false,
    run: (served, { message, emoji, on, ...of }) => {
      const [account, chat] = writableChatOf(served, of);
      return account.changes.react(chat, message, emoji, on).then(nothing);
    },
  },
  searchMessages: {
    params: v.strictObject({
      text: searched,
      chats: v.exactOptional(v.pipe(v.array(v.strictObject(ofChat)), v.maxLength(1000))),
      senders: v.exactOptional(v.pipe(v.array(address), v.maxLength(1000))),
      nicks: v.exactOptional(v.pipe(v.array(nick), v.maxLength(100))),
      from: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
      to: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
      hasFile: v.exactOptional(v.boolean()),
      limit: limitOf(100),
      next: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,16}$/u))),
    }),
    tab: 'none',
    repeatable: true,
    run: async ({ accounts }, params) => {
      const { found, ...rest } = await accounts.search(params);
      const shown = found.filter(({ key, message: { sender } }) => {
        return accounts.find(key.account)?.rooms.ignored.has(key.chat, sender) !== true;
      });
      return { ...rest, found: shown.map((one) => foundMessageView(accounts, one, params.text)) };
    },
  },
} satisfies Partial<MethodTable>;
