import * as v from 'valibot';
import { contactOf, nothing } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { ofChat } from '../schema.ts';

const rosterEntry = {
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  /** Groups set by other clients may be of any length that a stanza allows. */
  groups: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(65_536))),
      v.maxLength(1000),
      v.readonly(),
    ),
  ),
};

/** The roster and presence subscriptions. */
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
  requestSubscription: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: false,
    run: (served, of) => {
      const [account, jid] = contactOf(served, of);
      account.subscriptions.request(jid);
      return Promise.resolve(null);
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
