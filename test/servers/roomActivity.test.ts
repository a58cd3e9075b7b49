import assert from 'node:assert/strict';
import type { MessageView, RoomActivityView, RoomView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, Scene, SERVERS } from './scene.ts';

const MUC = 'http://jabber.org/protocol/muc';
const MARKERS = 'urn:xmpp:chat-markers:0';
const room = 'workshop@conference.localhost';
const of = { account, chat: room };

for (const [name, start] of SERVERS) {
  describe(`what happens in a room, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;
    let eve: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      eve = await scene.stranger();
      client = await scene.signIn();
      await client.request('joinRoom', { ...of, nick: 'Ada', create: 'public' });
      await enter(bob, 'Bob');
    });

    const enter = async (peer: Peer, nick: string) => {
      const from = peer.events.length;
      await peer.raw(`<presence to="${room}/${nick}"><x xmlns="${MUC}" /></presence>`);
      await peer.waitFor(
        ({ event, from: who, xml }) =>
          event === 'presence' && who === `${room}/${nick}` && xml?.includes('110'),
        60_000,
        from,
      );
    };
    const say = (id: string, body: string) =>
      bob.raw(`<message type="groupchat" to="${room}" id="${id}"><body>${body}</body></message>`);
    const message = (fits: (message: MessageView) => unknown, from = client) =>
      from.waitFor('messages', of, fits);
    const head = (fits: (room: RoomView) => unknown, from = client) =>
      from.waitFor('rooms', { account }, (one) => one.id === room && fits(one));
    const happens = (fits: (activity: RoomActivityView) => unknown, from = client) =>
      from.waitFor('roomActivity', of, fits);
    /** The id that the room assigned to a message, as a peer received it. */
    const assigned = async (body: string, peer = bob) => {
      const { xml = '' } = await peer.waitFor((event) => event.body === body);
      const [element = ''] = /<stanza-id [^>]*>/u.exec(xml) ?? [];
      const [, id] = /\bid=['"]([^'"]+)['"]/u.exec(element) ?? [];
      assert.ok(id !== undefined, xml);
      return id;
    };

    it('is who enters, is called otherwise, may do something else, and leaves', async () => {
      await happens(
        ({ kind, ...one }) => kind === 'entered' && 'nick' in one && one.nick === 'Bob',
      );
      await enter(eve, 'Eve');
      await happens((one) => one.kind === 'entered' && one.nick === 'Eve');
      await eve.raw(`<presence to="${room}/Mallory" />`);
      await happens((one) => one.kind === 'renamed' && one.newNick === 'Mallory');
      const change = { ...of, nick: 'Mallory', reason: 'too loud' };
      await client.request('setRole', { ...change, role: 'moderator' });
      await happens(
        (one) => one.kind === 'standing' && one.nick === 'Mallory' && one.now.role === 'moderator',
      );
      await client.request('setRole', { ...change, role: 'none' });
      const kick = await happens((one) => one.kind === 'exited' && one.how === 'kicked');
      assert.equal(kick.kind === 'exited' && kick.reason, 'too loud');
      await enter(eve, 'Eve');
      await eve.raw(`<presence to="${room}/Eve" type="unavailable" />`);
      await happens((one) => one.kind === 'exited' && one.nick === 'Eve' && one.how === 'left');
    });

    it('is nothing of who is there already, nor of presence that is sent again', async () => {
      // ejabberd knows the roles of those who were there before.
      await scene.server.addUser('carol', 'secret');
      const other = scene.client();
      await other.request('signIn', { jid: 'carol@localhost', password: 'secret' });
      const ofCarol = { account: 'carol@localhost', chat: room };
      await other.request('joinRoom', { ...ofCarol, nick: 'Carol' });
      await client.request('setRole', { ...of, nick: 'Carol', role: 'moderator', reason: '' });
      const own = await other.waitFor('roomActivity', ofCarol, ({ kind }) => kind === 'standing');
      assert.equal(own.kind === 'standing' && own.isOwn, true);
      await say('after', 'after the presence');
      await other.waitFor('messages', ofCarol, ({ body }) => body === 'after the presence');
      const watched = other.watch('roomActivity', ofCarol);
      assert.equal(watched.values().length, 1);
      watched.dispose();
      await other.request('leaveRoom', ofCarol);
      await other.stop();
    });

    it('is what others have read, and what we have', async () => {
      await client.request('sendMessage', { ...of, body: 'read this' });
      const mine = await message(
        ({ body, delivery }) => body === 'read this' && delivery === 'sent',
      );
      const id = await assigned('read this');
      await bob.raw(
        `<message type="groupchat" to="${room}"><displayed xmlns="${MARKERS}" id="${id}" /></message>`,
      );
      const { readers } = await client.waitFor('chat', of, (one) => one.readers?.length === 1);
      assert.deepEqual(
        readers?.map(({ message: read, nick }) => [nick, read]),
        [['Bob', mine.id]],
      );
      await say('seen', 'seen by us');
      const seen = await assigned('seen by us');
      await message(({ body }) => body === 'seen by us');
      await client.request('markRead', of);
      const marker = await bob.waitFor(
        ({ xml, from }) => from === `${room}/Ada` && xml?.includes(MARKERS),
      );
      assert.ok(marker.xml?.includes(seen), marker.xml);
    });

    it('is hidden if an ignored occupant writes it, also after a new start', async () => {
      await client.request('markRead', of);
      await client.request('ignoreOccupant', { ...of, of: { nick: 'Bob' } });
      await head(({ ignored }) => ignored[0]?.nick === 'Bob');
      await say('one', 'Ada: buy');
      await message(({ isIgnored, body }) => isIgnored && body === '');
      await head(({ unread, mentions }) => unread === 0 && mentions === 0);
      client.crash();
      await say('two', 'Ada: buy now');
      const next = scene.client({ former: client });
      await next.restore();
      const { ignored } = await head(({ phase }) => phase === 'joined', next);
      await say('three', 'Ada: sold out');
      const texts = async () =>
        (await next.history.load({ account, chat: room }, { limit: 99 }))
          .slice(-3)
          .map(({ body }) => body);
      const isThere = async () => (await texts()).at(-1) === 'Ada: sold out';
      while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(await texts(), ['Ada: buy', 'Ada: buy now', 'Ada: sold out']);
      const { unread, mentions, lastReceived } = await head(() => true, next);
      assert.deepEqual([unread, mentions, lastReceived], [0, 0, undefined]);
      await next.request('stopIgnoring', { ...of, ignored: ignored[0]?.id ?? '' });
      await message(({ body }) => body === 'Ada: sold out', next);
      await say('four', 'Ada: back');
      await head(({ unread: count, mentions: named }) => count === 1 && named === 1, next);
    });
  });
}
