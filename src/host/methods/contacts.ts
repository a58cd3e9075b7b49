import * as v from 'valibot';
import { importContacts } from '../../model/contacts/importContacts.ts';
import { contactOf, exactJid, nothing } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { address, draft, ofAccount, ofChat } from '../schema.ts';

/** Groups set by other clients may be of any length that a stanza allows. */
const anyGroup = v.pipe(v.string(), v.maxLength(65_536));
const group = v.pipe(anyGroup, v.minLength(1));

const rosterEntry = {
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  groups: v.exactOptional(v.pipe(v.array(group), v.maxLength(1000), v.readonly())),
};

/** The roster, presence subscriptions, and the user's notes. */
export const contactMethods = {
  addContact: {
    params: v.strictObject({ ...ofChat, ...rosterEntry }),
    tab: 'none',
    repeatable: false,
    run: (served, { name, groups, ...of }) => {
      const [account, jid] = contactOf(served, of);
      return account.roster.add(jid, { name, groups }).then(nothing);
    },
  },
  updateContact: {
    params: v.strictObject({ ...ofChat, ...rosterEntry }),
    tab: 'none',
    repeatable: false,
    run: (served, { name, groups, ...of }) => {
      const [account, jid] = contactOf(served, of);
      return account.roster.update(jid, { name, groups }).then(nothing);
    },
  },
  removeContact: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: false,
    run: (served, of) => {
      const [account, jid] = contactOf(served, of);
      return account.roster.remove(jid).then(nothing);
    },
  },
  pinContact: {
    params: v.strictObject({ ...ofChat, pinned: v.boolean() }),
    tab: 'none',
    repeatable: true,
    run: (served, { pinned, ...of }) => {
      const [{ chatOptions, contacts }, jid] = contactOf(served, of);
      if (pinned) contacts.inRoster(jid);
      chatOptions.pinContact(jid.bare, pinned);
      return Promise.resolve(null);
    },
  },
  importContacts: {
    params: v.strictObject({
      ...ofAccount,
      contacts: v.pipe(
        v.array(v.strictObject({ contact: address, ...rosterEntry })),
        v.maxLength(100),
      ),
      subscribe: v.boolean(),
    }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, contacts, subscribe }) => {
      const imported = contacts.map(({ contact, ...entry }) => ({
        jid: exactJid(contact).toBare(),
        ...entry,
      }));
      return importContacts(accounts.get(account), imported, subscribe);
    },
  },
  settleSuggestion: {
    params: v.strictObject({ ...ofAccount, suggestion: address }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, suggestion }) => {
      accounts.get(account).suggestions.settle(suggestion);
      return Promise.resolve(null);
    },
  },
  moveContacts: {
    params: v.strictObject({
      ...ofAccount,
      contacts: v.pipe(
        v.array(v.strictObject({ contact: address, from: anyGroup })),
        v.maxLength(10_000),
      ),
      to: anyGroup,
    }),
    tab: 'none',
    repeatable: true,
    run: (served, { account, contacts, to }) => {
      const { groups } = served.accounts.get(account);
      const moves = contacts.map(({ contact, from }) => {
        const [, jid] = contactOf(served, { account, chat: contact });
        return { jid, from };
      });
      return groups.move(moves, to).then(nothing);
    },
  },
  renameGroup: {
    params: v.strictObject({
      ...ofAccount,
      group,
      name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(256)),
    }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, group: old, name }) =>
      accounts.get(account).groups.rename(old, name).then(nothing),
  },
  deleteGroup: {
    params: v.strictObject({ ...ofAccount, group }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, group: old }) =>
      accounts.get(account).groups.delete(old).then(nothing),
  },
  getNote: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [account, jid] = contactOf(served, of);
      return account.annotations.load(jid);
    },
  },
  setNote: {
    params: v.strictObject({ ...ofChat, text: draft, before: draft }),
    tab: 'none',
    repeatable: true,
    run: async (served, { text, before, ...of }) => {
      const [account, jid] = contactOf(served, of);
      return (await account.annotations.save(jid, text, before)) ?? null;
    },
  },
  requestSubscription: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: false,
    run: (served, of) => {
      const [account, jid] = contactOf(served, of);
      return account.subscriptions.request(jid).then(nothing);
    },
  },
  answerSubscription: {
    params: v.strictObject({ ...ofChat, answer: v.picklist(['approve', 'deny']) }),
    tab: 'none',
    repeatable: false,
    run: (served, { answer, ...of }) => {
      const [account, jid] = contactOf(served, of);
      account.subscriptions.answer(jid, answer);
      return Promise.resolve(null);
    },
  },
} satisfies Partial<MethodTable>;
