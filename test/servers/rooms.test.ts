import assert from 'node:assert/strict';
import type { RoomView } from '../../src/api/views.ts';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, password, Scene, SERVERS } from './scene.ts';

const service = 'conference.localhost';
const eve = 'eve@localhost';
const SECRET = 'cauldronburn';

for (const [name, start] of SERVERS) {
  describe(`rooms on ${name}`, () => {
    let scene: Scene;
    let ada: TestClient;
    /** Eve, with the same product. */
    let other: TestClient;
    let count = 0;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ada = await scene.signIn();
      other = scene.client();
      await other.request('signIn', { jid: eve, password: 'secret' });
      await other.waitForPhase('online');
    });

    const newRoom = () => `room${(count += 1)}@${service}`;
    const roomIs = (
      client: TestClient,
      of: string,
      room: string,
      fits: (view: RoomView) => unknown,
    ) => client.waitFor('rooms', { account: of }, (view) => view.id === room && fits(view));
    const adaIs = (room: string, fits: (view: RoomView) => unknown) =>
      roomIs(ada, account, room, fits);
    const eveIs = (room: string, fits: (view: RoomView) => unknown) =>
      roomIs(other, eve, room, fits);
    const create = async (preset: 'private' | 'public', room = newRoom()): Promise<string> => {
      await ada.request('joinRoom', { account, chat: room, nick: 'ada', create: preset });
      return room;
    };
    const eveJoins = (room: string, nick = 'eve') =>
      other.request('joinRoom', { account: eve, chat: room, nick });
    const eveFails = async (room: string, nick = 'eve', secret?: string) => {
      const entry = { nick, ...(secret === undefined ? {} : { password: secret }) };
      return (await other.failureOf('joinRoom', { account: eve, chat: room, ...entry })).userError
        .code;
    };
    const both = async () => {
      const room = await create('public');
      await eveJoins(room);
      await adaIs(room, ({ occupants }) => occupants === 2);
      return room;
    };

    it('creates a group: for members only, who see each other, and on no list', async () => {
      const room = await create('private');
      const { kind, affiliation, rights, info } = await adaIs(
        room,
        ({ info: known }) => known?.isMembersOnly === true,
      );
      assert.deepEqual([kind, affiliation, info?.addressesShownTo], ['private', 'owner', 'all']);
      assert.ok(rights.includes('configure') && rights.includes('invite'));
      assert.equal(await eveFails(room), 'room-members-only');
      const { rooms } = await other.request('listRooms', { account: eve, service: null });
      assert.ok(rooms.every(({ id }) => id !== room));
    });

    it('creates a room for anybody, which others find, ask about and enter', async () => {
      const room = await create('public');
      const { rooms, services } = await other.request('listRooms', {
        ...{ account: eve, service: null },
      });
      assert.ok(services.includes(service));
      assert.ok(rooms.some(({ id }) => id === room));
      const info = await other.request('getRoomInfo', { account: eve, chat: room });
      assert.deepEqual([info?.isMembersOnly, info?.isArchived], [false, true]);
      await eveJoins(room);
      const { role, counts } = await eveIs(room, ({ occupants }) => occupants === 2);
      assert.deepEqual([role, counts.moderator], ['participant', 1]);
    });

    it('creates none by the way', async () => {
      const room = newRoom();
      assert.equal(await eveFails(room), 'room-missing');
      assert.equal(await other.request('getRoomInfo', { account: eve, chat: room }), null);
      const { userError } = await other.failureOf('getRoomInfo', {
        ...{ account: eve, chat: `x@upload.localhost` },
      });
      assert.ok(['not-a-room', 'service-unavailable', 'item-not-found'].includes(userError.code));
    });

    it('asks for a password, and keeps it', async () => {
      const room = await create('public');
      const form = await ada.request('getRoomForm', { account, chat: room });
      const names = new Set(form.fields.map(({ name: field }) => field));
      const protectedBy = 'muc#roomconfig_passwordprotectedroom';
      await ada.request('setRoomForm', {
        ...{ account, chat: room },
        values: {
          'muc#roomconfig_roomsecret': [SECRET],
          ...(names.has(protectedBy) && { [protectedBy]: ['1'] }),
        },
      });
      assert.equal(await eveFails(room), 'room-password');
      assert.equal(await eveFails(room, 'eve', 'wrong'), 'room-password.wrong');
      await other.request('joinRoom', {
        ...{ account: eve, chat: room, nick: 'eve', password: SECRET },
      });
      await other.request('leaveRoom', { account: eve, chat: room });
      await eveJoins(room);
      assert.ok(!JSON.stringify([...other.values.all]).includes(SECRET));
    });

    it('says that a nick is taken, and changes it', async () => {
      const room = await create('public');
      assert.equal(await eveFails(room, 'ada'), 'room-nick.taken');
      await eveJoins(room);
      const change = { account: eve, chat: room, nick: 'ada' };
      assert.equal((await other.failureOf('changeNick', change)).userError.code, 'room-nick.taken');
      await other.request('changeNick', { ...change, nick: 'Evelyn' });
      await eveIs(room, ({ nick }) => nick === 'Evelyn');
      const part = { account, chat: room, filter: 'evel', offset: 0, limit: 10 };
      await ada.waitFor('occupants', part, ({ total }) => total === 1);
      assert.equal(await other.request('proposeNick', { account: eve, chat: room }), 'Evelyn');
    });

    it('sets the subject', async () => {
      const room = await both();
      await ada.request('setSubject', { account, chat: room, subject: 'Fire\nburn' });
      await eveIs(room, ({ subject }) => subject === 'Fire\nburn');
      await ada.request('setSubject', { account, chat: room, subject: '' });
      await eveIs(room, ({ subject }) => subject === '');
    });

    it('removes an occupant, who is told why and may come back', async () => {
      const room = await both();
      const kick = { account, chat: room, nick: 'eve', role: 'none', reason: 'spam' } as const;
      await ada.request('setRole', kick);
      const { reason, remedy, retryAt } = await eveIs(room, ({ phase }) => phase === 'left');
      assert.match(reason?.code ?? '', /^room-kicked\./u);
      assert.deepEqual([remedy, retryAt], ['join', undefined]);
      await eveJoins(room);
      const { userError } = await other.failureOf('setRole', {
        ...{ account: eve, chat: room, nick: 'ada', role: 'none', reason: '' },
      });
      assert.equal(userError.code, 'room-change.not-permitted');
    });

    it('bans an account by nick, lists it, and takes that back', async () => {
      const room = await both();
      const change = { account, chat: room, reason: 'spam' };
      await ada.request('setAffiliation', {
        ...{ ...change, of: { nick: 'eve' }, affiliation: 'outcast' },
      });
      await eveIs(room, ({ reason }) => reason?.code.startsWith('room-banned') === true);
      const banned = { account, chat: room, affiliation: 'outcast' } as const;
      assert.deepEqual(
        (await ada.request('getAffiliated', banned)).map(({ id }) => id),
        [eve],
      );
      assert.match(await eveFails(room), /^room-forbidden/u);
      await ada.request('setAffiliation', {
        ...{ ...change, of: { jid: eve }, affiliation: 'none' },
      });
      await eveJoins(room);
    });

    it('takes and gives voice, which can be asked for', async () => {
      const room = await both();
      const voice = { account, chat: room, nick: 'eve', reason: '' };
      await ada.request('setRole', { ...voice, role: 'visitor' });
      const { rights } = await eveIs(room, ({ role }) => role === 'visitor');
      assert.deepEqual(rights, ['requestVoice']);
      await other.request('requestVoice', { account: eve, chat: room });
      await ada.request('setRole', { ...voice, role: 'participant' });
      await eveIs(room, ({ rights: now }) => now.includes('write'));
    });

    it('makes a member, an admin and an owner, as the others see', async () => {
      const room = await both();
      for (const affiliation of ['member', 'admin', 'owner'] as const) {
        await ada.request('setAffiliation', {
          ...{ account, chat: room, of: { jid: eve }, affiliation, reason: '' },
        });
        await eveIs(room, (view) => view.affiliation === affiliation);
      }
    });

    it('closes a room for all, for another one', async () => {
      const room = await both();
      const next = await create('public');
      await ada.request('destroyRoom', { account, chat: room, reason: 'moved', other: next });
      const { reason, otherRoom, retryAt } = await eveIs(room, ({ phase }) => phase === 'left');
      assert.deepEqual(
        [reason?.code, otherRoom, retryAt],
        ['room-destroyed.reason', next, undefined],
      );
      await eveIs(room, ({ isAutojoined }) => !isAutojoined);
    });

    it('invites a contact, who becomes a member of a group, or declines', async () => {
      for (const answer of ['join', 'decline', 'ignore'] as const) {
        const room = await create('private');
        await ada.request('inviteToRoom', {
          ...{ account, chat: room, contacts: [eve], reason: 'Come' },
        });
        const { id, inviter, reason } = await other.waitFor(
          'roomInvitations',
          { account: eve },
          (invitation) => invitation.room === room,
        );
        assert.deepEqual([inviter, reason], [account, 'Come']);
        const of = { account: eve, invitation: id };
        if (answer === 'join')
          await other.request('answerInvitation', { ...of, answer, nick: 'eve' });
        else if (answer === 'decline') {
          await other.request('answerInvitation', { ...of, answer, reason: 'busy' });
        } else await other.request('answerInvitation', { ...of, answer });
        const left = other.watch('roomInvitations', { account: eve });
        assert.ok(left.values().every((invitation) => invitation.room !== room));
        left.dispose();
        if (answer === 'join') await adaIs(room, ({ occupants }) => occupants === 2);
      }
    });

    it('has the same rooms in another client, which joins and leaves them with this one', async () => {
      const room = await create('public');
      await ada.request('renameRoom', { account, chat: room, name: 'Witches' });
      const phone = scene.client();
      await phone.request('signIn', { jid: account, password });
      const phoneIs = (fits: (view: RoomView) => unknown) => roomIs(phone, account, room, fits);
      await phoneIs(({ phase, name: called }) => phase === 'joined' && called === 'Witches');
      await ada.request('leaveRoom', { account, chat: room });
      await phoneIs(({ phase, isAutojoined }) => phase === 'left' && !isAutojoined);
      await ada.request('joinRoom', { account, chat: room, nick: 'ada' });
      await phoneIs(({ phase }) => phase === 'joined');
      await ada.request('forgetRoom', { account, chat: room });
      await phoneIs(({ isBookmarked }) => !isBookmarked);
      await phone.stop();
    });

    it('leaves rooms while invisible, and comes back with its presence', async () => {
      const room = await both();
      await ada.request('setPresence', { account, show: 'invisible', status: '' });
      await adaIs(room, ({ remedy }) => remedy === 'show');
      await eveIs(room, ({ occupants }) => occupants === 1);
      await ada.request('setPresence', { account, show: 'dnd', status: '' });
      const part = { account: eve, chat: room, filter: 'ada', offset: 0, limit: 1 };
      await other.waitFor('occupants', part, ({ occupants: [found] }) => found?.show === 'dnd');
      await ada.request('setPresence', { account, show: 'available', status: '' });
    });

    it('is inside again after the server has restarted', async () => {
      const room = await both();
      await scene.server.restart();
      await adaIs(room, ({ phase, occupants }) => phase === 'joined' && occupants === 2);
      await eveIs(room, ({ phase, occupants }) => phase === 'joined' && occupants === 2);
      // The contact is none of it.
      await ada.waitFor('contacts', { account }, ({ id }) => id === chat);
    });
  });
}
