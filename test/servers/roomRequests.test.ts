import assert from 'node:assert/strict';
import type { RoomApprovalView, RoomView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { account, chat, Scene, SERVERS } from './scene.ts';

const MUC = 'http://jabber.org/protocol/muc';
const service = 'conference.localhost';

const field = (name: string, value: string) =>
  `<field var="${name}"><value>${value}</value></field>`;

/** Bob enters a room, which is made if it does not exist. */
async function enter(bob: Peer, room: string, nick = 'bob'): Promise<void> {
  const from = bob.events.length;
  await bob.raw(`<presence to="${room}/${nick}"><x xmlns="${MUC}" /></presence>`);
  const isOwn = ({ event, from: who, xml = '' }: Peer['events'][number]) =>
    event === 'presence' && who === `${room}/${nick}` && xml.includes('110');
  await bob.waitFor(isOwn, 60_000, from);
}

/** Submits the form of a room of Bob's, which opens it. */
async function configure(bob: Peer, room: string, values: Readonly<Record<string, string>>) {
  const fields = Object.entries({ FORM_TYPE: `${MUC}#roomconfig`, ...values });
  await bob.iq({
    ...{ to: room, type: 'set' },
    payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${fields
      .map(([name, value]) => field(name, value))
      .join('')}</x></query>`,
  });
}

const askForVoice = (who: Peer, room: string) =>
  who.raw(
    `<message to="${room}"><x xmlns="jabber:x:data" type="submit">${
      field('FORM_TYPE', `${MUC}#request`) + field('muc#role', 'participant')
    }</x></message>`,
  );

for (const [name, start] of SERVERS) {
  describe(`what is asked for in rooms, on ${name}`, () => {
    let scene: Scene;
    let ada: TestClient;
    let bob: Peer;
    let count = 0;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      ada = await scene.signIn();
    });

    const newRoom = () => `asked${(count += 1)}@${service}`;
    const adaIs = (room: string, fits: (view: RoomView) => unknown) =>
      ada.waitFor('rooms', { account }, (view) => view.id === room && fits(view));
    const create = async (): Promise<string> => {
      const room = newRoom();
      await ada.request('joinRoom', { account, chat: room, nick: 'ada', create: 'public' });
      return room;
    };
    const request = (fits: (view: RoomApprovalView) => unknown) =>
      ada.waitFor('roomApprovals', { account }, (view) => fits(view));
    const waiting = () => {
      const watched = ada.watch('roomApprovals', { account });
      const ids = watched.values().map(({ id }) => id);
      watched.dispose();
      return ids;
    };
    /** Somebody is a visitor of a room of Ada's, and asks to write. */
    const visit = async (who: Peer, nick: string) => {
      const room = await create();
      await enter(who, room, nick);
      await ada.request('setRole', { account, chat: room, nick, role: 'visitor', reason: '' });
      await adaIs(room, ({ counts }) => counts.visitor === 1);
      const from = who.events.length;
      await askForVoice(who, room);
      return { room, from, asked: await request((view) => view.room === room) };
    };
    const roleOf = (who: Peer, of: string, role: string, from: number) =>
      who.waitFor(
        ({ event, from: sender, xml = '' }) =>
          event === 'presence' && sender === of && xml.includes(`role="${role}"`),
        60_000,
        from,
      );

    it('is voice, which a moderator gives', async () => {
      const { room, from, asked } = await visit(bob, 'bob');
      assert.deepEqual([asked.kind, asked.nick, asked.jid], ['voice', 'bob', chat]);
      await ada.request('answerApproval', { account, approval: asked.id, isApproved: true });
      await roleOf(bob, `${room}/bob`, 'participant', from);
      assert.deepEqual(waiting(), []);
      const again = { account, approval: asked.id, isApproved: true };
      assert.equal((await ada.failureOf('answerApproval', again)).userError.code, 'no-approval');
    });

    it('is voice, which a moderator denies', async () => {
      const eve = await scene.stranger();
      const { room, asked } = await visit(eve, 'eve');
      await ada.request('answerApproval', { account, approval: asked.id, isApproved: false });
      assert.deepEqual(waiting(), []);
      await adaIs(room, ({ counts }) => counts.visitor === 1);
      await eve.stop();
    });

    it('is settled otherwise, too', async () => {
      const eve = await scene.stranger();
      const { room } = await visit(eve, 'eve');
      const voice = { account, chat: room, nick: 'eve', reason: '' };
      await ada.request('setRole', { ...voice, role: 'participant' });
      await adaIs(room, ({ counts }) => counts.visitor === 0);
      assert.deepEqual(waiting(), []);
      await eve.stop();
    });

    it('is voice, of the moderators of others', async () => {
      const room = newRoom();
      await enter(bob, room);
      await configure(bob, room, {});
      await ada.request('joinRoom', { account, chat: room, nick: 'ada' });
      await bob.iq({
        ...{ to: room, type: 'set' },
        payload: `<query xmlns="${MUC}#admin"><item nick="ada" role="visitor"/></query>`,
      });
      await adaIs(room, ({ role }) => role === 'visitor');
      const from = bob.events.length;
      await ada.request('requestVoice', { account, chat: room });
      const { xml = '' } = await bob.waitFor(
        (event) => event.event === 'message' && event.xml?.includes('muc#request_allow') === true,
        60_000,
        from,
      );
      const [, jid = ''] = /muc#jid.*?<value>([^<]*)<\/value>/u.exec(xml) ?? [];
      await bob.raw(
        `<message to="${room}"><x xmlns="jabber:x:data" type="submit">${[
          field('FORM_TYPE', `${MUC}#request`),
          field('muc#role', 'participant'),
          field('muc#jid', jid),
          field('muc#roomnick', 'ada'),
          field('muc#request_allow', 'true'),
        ].join('')}</x></message>`,
      );
      await adaIs(room, ({ role, rights }) => role === 'participant' && rights.includes('write'));
    });

    it('is membership, where the room takes requests', async () => {
      const room = newRoom();
      await enter(bob, room);
      await configure(bob, room, { 'muc#roomconfig_membersonly': '1' });
      const entry = { account, chat: room, nick: 'ada' };
      const { userError } = await ada.failureOf('joinRoom', entry);
      assert.equal(userError.code, 'room-members-only');
      await adaIs(room, ({ remedy }) => remedy === 'membership');
      const of = { account, chat: room };
      if (name === 'ejabberd') {
        const failed = await ada.failureOf('getRoomRegistration', of);
        assert.equal(failed.userError.code, 'room-registration.not-offered');
        return;
      }
      const { form } = await ada.request('getRoomRegistration', of);
      const values = Object.fromEntries(form.fields.map((one) => [one.name, one.values]));
      await ada.request('registerInRoom', {
        ...{ ...of, isDataForm: form.isDataForm },
        values: { ...values, 'muc#register_roomnick': ['ada'] },
      });
      await ada.request('joinRoom', entry);
      await adaIs(room, ({ affiliation }) => affiliation === 'member');
      assert.equal((await ada.request('getRoomRegistration', of)).registered, 'ada');
    });

    it('is to be configured before others enter', async () => {
      const room = newRoom();
      const of = { account, chat: room };
      const entry = { ...of, nick: 'ada', create: 'configure' } as const;
      assert.deepEqual(await ada.request('joinRoom', entry), { isNew: true });
      await ada.request('getRoomForm', of);
      await ada.request('cancelRoomForm', of);
      assert.equal(await ada.request('getRoomInfo', of), null);
      assert.deepEqual(await ada.request('joinRoom', entry), { isNew: true });
      await ada.request('getRoomForm', of);
      if (name === 'Prosody') await assert.rejects(enterOnce(bob, room), /item-not-found/u);
      await ada.request('setRoomForm', { ...of, values: { 'muc#roomconfig_roomname': ['Den'] } });
      await enter(bob, room);
      await adaIs(room, ({ occupants }) => occupants === 2);
    });

    it('is joined again by what one writes there', async () => {
      const room = await create();
      await enter(bob, room);
      const of = { account, chat: room };
      await ada.request('leaveRoom', of);
      await adaIs(room, ({ phase }) => phase === 'left');
      await ada.request('sendMessage', { ...of, body: 'back again' });
      await bob.waitFor(({ event, body }) => event === 'message' && body === 'back again');
      await adaIs(room, ({ phase, isAutojoined }) => phase === 'joined' && isAutojoined);
      await ada.waitFor('messages', of, ({ body, delivery }) => {
        return body === 'back again' && delivery === 'sent';
      });
    });

    it('keeps what one writes where one is banned, and says why', async () => {
      const room = newRoom();
      await enter(bob, room);
      await configure(bob, room, {});
      const of = { account, chat: room };
      await ada.request('joinRoom', { ...of, nick: 'ada' });
      await ada.request('leaveRoom', of);
      await bob.iq({
        ...{ to: room, type: 'set' },
        payload: `<query xmlns="${MUC}#admin"><item jid="${account}" affiliation="outcast"/></query>`,
      });
      await ada.request('sendMessage', { ...of, body: 'let me in' });
      await adaIs(room, ({ reason }) => reason?.code.startsWith('room-forbidden') === true);
      await ada.waitFor('messages', of, ({ body, delivery }) => {
        return body === 'let me in' && delivery === 'queued';
      });
    });

    it('is closed by us, without a word to ourselves', async () => {
      const room = await create();
      await ada.request('destroyRoom', { account, chat: room, reason: 'done' });
      const { reason } = await adaIs(room, ({ phase }) => phase === 'left');
      assert.equal(reason?.code, 'room-destroyed.own');
    });

    if (name === 'Prosody') {
      it('has what somebody wrote taken back, once they are banned', async () => {
        const room = await create();
        const of = { account, chat: room };
        await enter(bob, room);
        for (let n = 0; n < 3; n += 1) {
          await bob.raw(
            `<message type="groupchat" to="${room}" id="s${n}"><body>spam ${n}</body></message>`,
          );
        }
        await ada.waitFor('messages', of, ({ body }) => body === 'spam 2');
        const part = { ...of, filter: 'bob', offset: 0, limit: 1 };
        const { occupants } = await ada.waitFor('occupants', part, ({ total }) => total === 1);
        const sender = occupants[0]?.sender ?? '';
        const { messages } = await ada.request('findRemovable', { ...of, sender, limit: 100 });
        assert.equal(messages.length, 3);
        await ada.request('setAffiliation', {
          ...{ ...of, of: { nick: 'bob' }, affiliation: 'outcast', reason: 'spam' },
        });
        for (const message of messages) {
          await ada.request('moderateMessage', { ...of, message, reason: 'spam' });
        }
        await ada.waitFor('messages', of, ({ id, moderated }) => id === messages[2] && moderated);
        const rest = await ada.request('findRemovable', { ...of, sender, limit: 100 });
        assert.deepEqual(rest, { messages: [], hasMore: false });
      });
    }
  });
}

/** @throws Error with the refusal */
async function enterOnce(bob: Peer, room: string): Promise<void> {
  const from = bob.events.length;
  await bob.raw(`<presence to="${room}/bob"><x xmlns="${MUC}" /></presence>`);
  const { type, xml = '' } = await bob.waitFor(
    ({ event, from: who }) => event === 'presence' && who?.startsWith(room) === true,
    60_000,
    from,
  );
  if (type === 'error') throw new Error(xml);
}

describe('a room that asks who joins, on ejabberd', () => {
  let scene: Scene;
  let ada: TestClient;
  const room = `human@${service}`;
  const of = { account, chat: room };

  const started = startedHere();
  before(async () => {
    scene = await started.add(Scene.start(startEjabberd, { captcha: true }));
    ada = await scene.signIn();
    await enter(scene.bob, room);
    await configure(scene.bob, room, { captcha_protected: '1' });
  });

  const asked = () =>
    ada.waitFor('rooms', { account }, ({ id, remedy }) => {
      return id === room && remedy === 'captcha';
    });
  const answer = async (change: (text: string) => string) => {
    const form = await ada.request('getRoomCaptcha', of);
    const picture = form.fields.find((one) => one.picture)?.picture ?? new Uint8Array();
    // What this server's picture shows is also written at its end.
    const text = Buffer.from(picture.subarray(-6)).toString('latin1');
    const values = Object.fromEntries(form.fields.map((one) => [one.name, one.values]));
    return { ...of, values: { ...values, ocr: [change(text)] } };
  };

  it('lets in who answers', async () => {
    const joined = ada.request('joinRoom', { ...of, nick: 'ada' });
    await asked();
    await ada.request('answerRoomCaptcha', await answer((text) => text));
    await joined;
    // What it says to clients that cannot show a question is no conversation.
    assert.deepEqual(await ada.history.load(of, { limit: 9 }), []);
    await ada.request('leaveRoom', of);
  });

  it('lets nobody in who answers wrongly, and asks something else the next time', async () => {
    const failed = ada.failureOf('joinRoom', { ...of, nick: 'ada' });
    await asked();
    const wrong = await ada.failureOf('answerRoomCaptcha', await answer(() => 'wrong'));
    assert.equal(wrong.userError.code, 'room-captcha.wrong');
    assert.equal((await failed).userError.code, 'room-captcha.wrong');
    const joined = ada.request('joinRoom', { ...of, nick: 'ada' });
    await asked();
    await ada.request('answerRoomCaptcha', await answer((text) => text));
    await joined;
  });
});
