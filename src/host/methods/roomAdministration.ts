import * as v from 'valibot';
import { ROOM_AFFILIATIONS, ROOM_ROLES } from '../../api/views.ts';
import { failure } from '../../base/userError.ts';
import { chatOf, exactJid, findMessage, nothing, roomOf } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { findRemovable } from '../removable.ts';
import { affiliatedView, roomFormView } from '../roomViews.ts';
import {
  address,
  formValues,
  id,
  invitation,
  limitOf,
  nick,
  ofAccount,
  ofChat,
  reason,
} from '../schema.ts';

/** What moderators, admins and owners do in a room. */
export const roomAdministrationMethods = {
  setRole: {
    params: v.strictObject({ ...ofChat, nick, role: v.picklist(ROOM_ROLES), reason }),
    tab: 'none',
    repeatable: false,
    run: (served, { account, chat, ...change }) => {
      const [{ rooms }, room] = roomOf(served, { account, chat });
      return rooms.administration.setRole(room, change).then(nothing);
    },
  },
  setAffiliation: {
    params: v.strictObject({
      ...ofChat,
      of: v.union([v.strictObject({ jid: address }), v.strictObject({ nick })]),
      affiliation: v.picklist(ROOM_AFFILIATIONS),
      reason,
    }),
    tab: 'none',
    repeatable: false,
    run: (served, { account, chat, of, ...change }) => {
      const [{ rooms }, room] = roomOf(served, { account, chat });
      const whose = 'jid' in of ? { jid: exactJid(of.jid).toBare() } : of;
      return rooms.administration.setAffiliation(room, whose, change).then(nothing);
    },
  },
  findRemovable: {
    params: v.strictObject({ ...ofChat, sender: address, limit: limitOf(500) }),
    tab: 'none',
    repeatable: true,
    run: (served, { sender, limit, ...of }) => {
      const [, chat] = chatOf(served, of);
      return findRemovable(served.accounts, chat.key, sender, limit);
    },
  },
  moderateMessage: {
    params: v.strictObject({ ...ofChat, message: id, reason }),
    tab: 'none',
    repeatable: false,
    run: async (served, { message, reason: words, ...of }) => {
      const [{ rooms }, chat] = chatOf(served, of);
      const { stanzaId } = await findMessage(chat, message);
      if (stanzaId === undefined) throw failure('no-name');
      return rooms.administration.moderate(chat.jid, stanzaId, words).then(nothing);
    },
  },
  getAffiliated: {
    params: v.strictObject({ ...ofChat, affiliation: v.picklist(ROOM_AFFILIATIONS) }),
    tab: 'none',
    repeatable: true,
    run: async (served, { affiliation, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return (await rooms.administration.affiliated(room, affiliation)).map(affiliatedView);
    },
  },
  destroyRoom: {
    params: v.strictObject({ ...ofChat, reason, other: v.exactOptional(address) }),
    tab: 'none',
    repeatable: false,
    run: (served, { account, chat, reason: words, other }) => {
      const [{ rooms }, room] = roomOf(served, { account, chat });
      const [, alternate] = other === undefined ? [] : roomOf(served, { account, chat: other });
      return rooms.administration.destroy(room, words, alternate).then(nothing);
    },
  },
  getRoomForm: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: async (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return roomFormView(await rooms.forms.fetch(room));
    },
  },
  setRoomForm: {
    params: v.strictObject({ ...ofChat, values: formValues }),
    tab: 'none',
    repeatable: false,
    run: (served, { values, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.forms.submit(room, values).then(nothing);
    },
  },
  cancelRoomForm: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: false,
    run: async (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      try {
        await rooms.forms.cancel(room);
      } finally {
        await rooms.actions.forget(room);
      }
      return null;
    },
  },
  answerApproval: {
    params: v.strictObject({ ...ofAccount, approval: invitation, isApproved: v.boolean() }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { account, approval, isApproved }) =>
      accounts.get(account).rooms.approvals.answer(approval, isApproved).then(nothing),
  },
} satisfies Partial<MethodTable>;
