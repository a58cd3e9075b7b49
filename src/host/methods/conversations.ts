import * as v from 'valibot';
import { chatOf } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { ofChat } from '../schema.ts';

/** What the user chose for a chat. */
export const conversationMethods = {
  pinChat: {
    params: v.strictObject({ ...ofChat, pinned: v.boolean() }),
    tab: 'none',
    repeatable: true,
    run: (served, { pinned, ...of }) => {
      const [{ chatOptions }, { key }] = chatOf(served, of);
      chatOptions.pin(key.chat, pinned);
      return Promise.resolve(null);
    },
  },
  muteChat: {
    params: v.strictObject({
      ...ofChat,
      until: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    }),
    tab: 'none',
    repeatable: true,
    run: (served, { until, ...of }) => {
      const [{ chatOptions }, { key }] = chatOf(served, of);
      chatOptions.mute(key.chat, until);
      return Promise.resolve(null);
    },
  },
  archiveChat: {
    params: v.strictObject({ ...ofChat, archived: v.boolean() }),
    tab: 'none',
    repeatable: true,
    run: (served, { archived, ...of }) => {
      const [{ chatOptions }, { key }] = chatOf(served, of);
      chatOptions.archive(key.chat, archived);
      return Promise.resolve(null);
    },
  },
} satisfies Partial<MethodTable>;
