import * as v from 'valibot';
import { REPORT_REASONS } from '../../api/views.ts';
import { chatOf, exactJid, nothing } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { address, ofAccount, ofChat, reason } from '../schema.ts';

const ofAddress = { ...ofAccount, address };

/** Keeping unwanted people out, and letting others in. */
export const blockingMethods = {
  getBlocked: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account }) =>
      Promise.resolve(
        accounts
          .get(account)
          .blockList.values()
          .map(({ full }) => full),
      ),
  },
  block: {
    params: v.strictObject({
      ...ofAddress,
      report: v.exactOptional(v.strictObject({ reason: v.picklist(REPORT_REASONS), text: reason })),
    }),
    tab: 'none',
    // A report must not be sent twice.
    repeatable: false,
    run: ({ accounts }, { account, address, report }) =>
      accounts.get(account).block(exactJid(address), report).then(nothing),
  },
  unblock: {
    params: v.strictObject(ofAddress),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, address }) =>
      accounts.get(account).blockList.unblock(exactJid(address)).then(nothing),
  },
  unblockAll: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account }) => accounts.get(account).blockList.unblockAll().then(nothing),
  },
  acceptChat: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [, chat] = chatOf(served, of);
      return chat.accept().then(nothing);
    },
  },
  ignoreChat: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [account, chat] = chatOf(served, of);
      return account.ignore(chat).then(nothing);
    },
  },
} satisfies Partial<MethodTable>;
