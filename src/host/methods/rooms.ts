import * as v from 'valibot';
import { NOTIFICATION_LEVELS } from '../../api/views.ts';
import { failure } from '../../base/userError.ts';
import { chatOf, exactJid, findMessage, nothing, roomOf } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { parseRoomCursor, roomCursorText } from '../roomCursor.ts';
import { listedRoomView, roomInfoView } from '../roomViews.ts';
import {
  address,
  formValues,
  id,
  invitation,
  nick,
  ofAccount,
  ofChat,
  reason,
  sender,
} from '../schema.ts';
import { registrationView } from '../accountViews.ts';

/** Finding, joining and leaving rooms, and what any occupant can do there. */
export const roomMethods = {
  listRooms: {
    params: v.strictObject({
      ...ofAccount,
      service: v.nullable(address),
      next: v.exactOptional(v.pipe(v.string(), v.maxLength(8192))),
    }),
    tab: 'none',
    repeatable: true,
    run: async ({ accounts }, { account, service, next }) => {
      const jid = service === null ? undefined : exactJid(service).toBare();
      const { directory } = accounts.get(account).rooms;
      const page = await directory.list(
        jid,
        next === undefined ? undefined : parseRoomCursor(next),
      );
      return {
        services: page.services.map(({ full }) => full),
        rooms: page.rooms.map(listedRoomView),
        ...(page.next && { next: roomCursorText(page.next) }),
      };
    },
  },
  getRoomInfo: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: async (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      const info = await rooms.directory.info(room);
      return info ? roomInfoView(info) : null;
    },
  },
  proposeNick: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.proposeNick(room);
    },
  },
  joinRoom: {
    params: v.strictObject({
      ...{ ...ofChat, nick },
      password: v.exactOptional(v.pipe(v.string(), v.maxLength(1023))),
      keepPassword: v.exactOptional(v.picklist(['here', 'everywhere'])),
      create: v.exactOptional(v.picklist(['private', 'public', 'configure'])),
    }),
    tab: 'none',
    repeatable: false,
    run: (served, { account, chat, ...entry }) => {
      const [{ rooms }, room] = roomOf(served, { account, chat });
      return rooms.joining.join({ room, ...entry }).then((isNew) => ({ isNew }));
    },
  },
  getRoomCaptcha: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return Promise.resolve(registrationView({ isDataForm: true, ...rooms.captchas.get(room) }));
    },
  },
  answerRoomCaptcha: {
    params: v.strictObject({ ...ofChat, values: formValues }),
    tab: 'none',
    repeatable: false,
    run: (served, { values, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.captchas.answer(room, values).then(nothing);
    },
  },
  getRoomRegistration: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: async (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      const { form, ...rest } = await rooms.registration.fetch(room);
      return { form: registrationView(form), ...rest };
    },
  },
  registerInRoom: {
    params: v.strictObject({ ...ofChat, isDataForm: v.boolean(), values: formValues }),
    tab: 'none',
    repeatable: false,
    run: (served, { account, chat, ...answers }) => {
      const [{ rooms }, room] = roomOf(served, { account, chat });
      return rooms.registration.request(room, answers).then(nothing);
    },
  },
  leaveRoom: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.leave(room).then(nothing);
    },
  },
  forgetRoom: {
    params: v.strictObject(ofChat),
    tab: 'none',
    repeatable: true,
    run: (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.forget(room).then(nothing);
    },
  },
  changeNick: {
    params: v.strictObject({ ...ofChat, nick }),
    tab: 'chat',
    repeatable: false,
    run: (served, { nick: wanted, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.changeNick(room, wanted).then(nothing);
    },
  },
  setSubject: {
    params: v.strictObject({ ...ofChat, subject: v.pipe(v.string(), v.maxLength(4096)) }),
    tab: 'chat',
    repeatable: false,
    run: (served, { subject, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.setSubject(room, subject).then(nothing);
    },
  },
  renameRoom: {
    params: v.strictObject({ ...ofChat, name: v.pipe(v.string(), v.maxLength(256)) }),
    tab: 'none',
    repeatable: true,
    run: (served, { name, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.rename(room, name).then(nothing);
    },
  },
  setNotificationLevel: {
    params: v.strictObject({ ...ofChat, level: v.picklist(NOTIFICATION_LEVELS) }),
    tab: 'none',
    repeatable: true,
    run: (served, { level, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.setLevel(room, level).then(nothing);
    },
  },
  setShowsActivity: {
    params: v.strictObject({ ...ofChat, shown: v.boolean() }),
    tab: 'none',
    repeatable: true,
    run: (served, { shown, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      rooms.shownActivity.choose(room.bare, shown);
      return Promise.resolve(null);
    },
  },
  ignoreOccupant: {
    params: v.strictObject({
      ...ofChat,
      of: v.union([v.strictObject({ nick }), v.strictObject({ message: id })]),
    }),
    tab: 'chat',
    repeatable: false,
    run: async (served, { of: whom, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      if ('nick' in whom) rooms.ignore(room, whom.nick);
      else {
        const [, chat] = chatOf(served, of);
        rooms.ignoreAuthor(room, await findMessage(chat, whom.message));
      }
      return null;
    },
  },
  stopIgnoring: {
    params: v.strictObject({ ...ofChat, ignored: sender }),
    tab: 'chat',
    repeatable: true,
    run: (served, { ignored, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      rooms.ignored.remove(room.bare, ignored);
      return Promise.resolve(null);
    },
  },
  inviteToRoom: {
    params: v.strictObject({
      ...ofChat,
      contacts: v.pipe(v.array(address), v.minLength(1), v.maxLength(100)),
      reason,
    }),
    tab: 'none',
    repeatable: false,
    run: (served, { contacts, reason: words, ...of }) => {
      const [{ rooms }, room] = roomOf(served, of);
      const invited = contacts.map((contact) => exactJid(contact).toBare());
      return rooms.invite(room, invited, words).then(nothing);
    },
  },
  answerInvitation: {
    params: v.variant('answer', [
      v.strictObject({ ...ofAccount, invitation, answer: v.literal('join'), nick }),
      v.strictObject({
        ...{ ...ofAccount, invitation, answer: v.literal('decline'), reason },
      }),
      v.strictObject({ ...ofAccount, invitation, answer: v.literal('ignore') }),
    ]),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, params) => {
      const { invitations } = accounts.get(params.account).rooms;
      const { invitation: of } = params;
      switch (params.answer) {
        case 'join':
          if (!invitations.find(of)) throw failure('no-invitation');
          return invitations.accept(of, params.nick).then(nothing);
        case 'decline':
          return invitations.decline(of, params.reason).then(nothing);
        case 'ignore':
          return invitations.ignore(of).then(nothing);
      }
    },
  },
  requestVoice: {
    params: v.strictObject(ofChat),
    tab: 'chat',
    repeatable: false,
    run: (served, of) => {
      const [{ rooms }, room] = roomOf(served, of);
      return rooms.actions.requestVoice(room).then(nothing);
    },
  },
} satisfies Partial<MethodTable>;
