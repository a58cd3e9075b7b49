import * as v from 'valibot';
import { CHAT_STATES } from '../../api/views.ts';
import { isSameDraft } from '../../model/history.ts';
import { chatOf, findMessage, nothing } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { draft, id, limitOf, ofChat, ofPages, searched } from '../schema.ts';
import { messageView } from '../messageViews.ts';

/** Loading the history of a chat, and its stored state. */
export const chatMethods = {
  loadOlder: {
    params: v.strictObject(ofPages),
    tab: 'chat',
    repeatable: true,
    run: ({ pages }, params) => pages.loadOlder(params).then(nothing),
  },
  loadNewer: {
    params: v.strictObject(ofPages),
    tab: 'chat',
    repeatable: true,
    run: ({ pages }, params) => pages.loadNewer(params).then(nothing),
  },
  loadAround: {
    params: v.strictObject({
      ...ofPages,
      around: v.union([id, v.pipe(v.number(), v.safeInteger())]),
    }),
    tab: 'chat',
    repeatable: true,
    run: ({ pages }, { around, ...of }) => pages.loadAround(of, around),
  },
  getMessage: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'none',
    repeatable: true,
    run: async (served, params) => {
      const [account, chat] = chatOf(served, params);
      return messageView(account, chat.key.chat, await findMessage(chat, params.message));
    },
  },
  findLinkedMessage: {
    params: v.strictObject({ ...ofChat, id }),
    tab: 'none',
    repeatable: true,
    run: async (served, { id: named, ...of }) => {
      const [, chat] = chatOf(served, of);
      return (await chat.findEither(named))?.id ?? null;
    },
  },
  getMessages: {
    params: v.strictObject({ ...ofChat, limit: limitOf(1000), after: v.nullable(id) }),
    tab: 'none',
    repeatable: true,
    run: async (served, { after, limit, ...of }) => {
      const [account, chat] = chatOf(served, of);
      const page = await chat.load({ limit, after });
      return page.map((message) => messageView(account, chat.key.chat, message));
    },
  },
  findInChat: {
    params: v.strictObject({
      ...ofChat,
      text: v.pipe(searched, v.minLength(1)),
      limit: limitOf(10_000),
    }),
    tab: 'chat',
    repeatable: true,
    run: (served, { text, limit, ...of }) => {
      const [, chat] = chatOf(served, of);
      return chat.findText(text, limit);
    },
  },
  markRead: {
    params: v.strictObject(ofChat),
    tab: 'chat',
    repeatable: true,
    run: (served, params) => {
      const [account, chat] = chatOf(served, params);
      return account.see(chat).then(nothing);
    },
  },
  setChatState: {
    params: v.strictObject({ ...ofChat, state: v.picklist(CHAT_STATES) }),
    tab: 'chat',
    repeatable: true,
    run: (served, { state, ...of }) => {
      const [account, chat] = chatOf(served, of);
      account.chatStates.set(chat.jid, state);
      return Promise.resolve(null);
    },
  },
  saveDraft: {
    params: v.strictObject({
      ...ofChat,
      draft,
      mode: v.exactOptional(
        v.variant('kind', [
          v.strictObject({ kind: v.literal('edit'), message: id, aside: draft }),
          v.strictObject({ kind: v.literal('reply'), message: id }),
        ]),
      ),
    }),
    tab: 'chat',
    repeatable: true,
    run: async (served, { account, chat: jid, ...draft }) => {
      const [, chat] = chatOf(served, { account, chat: jid });
      await chat.saveDraft(draft);
      return isSameDraft(chat.draft, draft) ? null : chat.draft;
    },
  },
  clearChat: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, params) => {
      const [, chat] = chatOf(served, params);
      return chat.clear().then(nothing);
    },
  },
} satisfies Partial<MethodTable>;
