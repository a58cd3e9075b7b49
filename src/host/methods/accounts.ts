import * as v from 'valibot';
import { ARCHIVE_DEFAULTS, SELECTABLE_SHOWS } from '../../api/views.ts';
import type { MethodTable } from '../method.ts';
import { exactJid, nothing } from '../lookup.ts';
import { address, fingerprint, newPassword, ofAccount } from '../schema.ts';
import { archivePreferencesView } from '../accountViews.ts';

/** Signing in and out, own presence, and an account's data at its server. */
export const accountMethods = {
  signIn: {
    params: v.strictObject({ jid: address, password: v.pipe(v.string(), v.maxLength(1024)) }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { jid, password }) => accounts.signIn(jid, password),
  },
  signOut: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account }) => accounts.signOut(account).then(nothing),
  },
  reconnect: {
    params: v.strictObject(ofAccount),
    tab: 'account',
    repeatable: true,
    run: ({ accounts }, { account }) => {
      accounts.get(account).reconnectNow();
      return Promise.resolve(null);
    },
  },
  pinCertificate: {
    params: v.strictObject({ jid: address, fingerprint }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { jid, fingerprint }) =>
      accounts.pinCertificate(jid, fingerprint).then(nothing),
  },
  forgetMechanism: {
    params: v.strictObject({ jid: address }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { jid }) => accounts.forgetMechanism(jid).then(nothing),
  },
  setPresence: {
    params: v.strictObject({
      ...ofAccount,
      show: v.nullable(v.picklist(SELECTABLE_SHOWS)),
      status: v.pipe(v.string(), v.maxLength(1000)),
    }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account: id, show, status }) => {
      const account = accounts.get(id);
      return account.setPresence(show ?? account.record.show, status).then(nothing);
    },
  },
  changePassword: {
    params: v.strictObject({ ...ofAccount, password: newPassword }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account, password }) =>
      accounts.get(account).changePassword(password).then(nothing),
  },
  deleteAccount: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account }) => accounts.deleteFromServer(account).then(nothing),
  },
  removeAccount: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account }) => accounts.remove(account).then(nothing),
  },
  getArchivePreferences: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: true,
    run: async ({ accounts }, { account }) =>
      archivePreferencesView(await accounts.get(account).loadArchivePreferences()),
  },
  setArchivePreferences: {
    params: v.strictObject({
      ...ofAccount,
      default: v.picklist(ARCHIVE_DEFAULTS),
      always: v.pipe(v.array(address), v.maxLength(1000)),
      never: v.pipe(v.array(address), v.maxLength(1000)),
    }),
    tab: 'none',
    repeatable: false,
    run: async ({ accounts }, { account, always, never, ...rest }) =>
      archivePreferencesView(
        await accounts.get(account).saveArchivePreferences({
          ...{ ...rest, always: always.map(exactJid), never: never.map(exactJid) },
        }),
      ),
  },
} satisfies Partial<MethodTable>;
