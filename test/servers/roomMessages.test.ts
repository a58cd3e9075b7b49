import assert from 'node:assert/strict';
import type { MessageView, RoomView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, password, Scene, SERVERS } from './scene.ts';

const MUC = 'http://jabber.org/protocol/muc';
const room = 'workshop@conference.localhost';
const of = { account, chat: room };

for (const [name, start] of SERVERS) {
  describe(`messages of a room, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
      await client.request('joinRoom', { ...of, nick: 'Ada', create: 'public' });
      await bob.raw(`<presence to="${room}/Bob"><x xmlns="${MUC}" /></presence>`);
      await bob.waitFor(({ event, from, xml }) => {
        return event === 'presence' && from === `${room}/Bob` && xml?.includes('110');
      });
    });

    const say = (id: string, body: string, more = '') =>
      bob.raw(
        `<message type="groupchat" to="${room}" id="${id}"><body>${body}</body>${more}</message>`,
      );
    const message = (fits: (message: MessageView) => unknown, from = client) =>
      from.waitFor('messages', of, fits);
    const head = (fits: (room: RoomView) => unknown, from = client) =>
      from.waitFor('rooms', { account }, (one) => one.id === room && fits(one));
    const heard = (body: string) =>
      bob.waitFor((event) => event.event === 'message' && event.body === body);

    it('come with the nick, and count as mentions where they name us', async () => {
      await say('m1', 'good morning');
      await head(({ unread, lastReceived }) => unread === 1 && lastReceived?.senderName === 'Bob');
      const first = await message(({ body }) => body === 'good morning');
      assert.deepEqual(
        [first.senderName, first.outgoing, first.mentionsUs],
        ['Bob', false, undefined],
      );
      await say('m2', 'Ada: look');
      const second = await message(({ body }) => body === 'Ada: look');
      assert.equal(second.mentionsUs, true);
      await head(({ unread, mentions }) => unread === 2 && mentions === 1);
      await client.request('markRead', of);
      await head(({ unread, mentions }) => unread === 0 && mentions === 0);
    });

    it('are sent once the room returns them', async () => {
      await client.request('sendMessage', { ...of, body: 'hello, Bob' });
      const { from, type } = await heard('hello, Bob');
      assert.deepEqual([from, type], [`${room}/Ada`, 'groupchat']);
      const sent = await message(
        ({ body, delivery }) => body === 'hello, Bob' && delivery === 'sent',
      );
      assert.equal(sent.isUnnamed, undefined);
      const rows = await client.history.load({ account, chat: room }, { limit: 99 });
      assert.deepEqual(
        rows.map(({ body }) => body),
        ['good morning', 'Ada: look', 'hello, Bob'],
      );
    });

    it('are corrected, reacted to and replied to, in both directions', async () => {
      await say('m3', 'teh');
      await say('m4', 'the', '<replace xmlns="urn:xmpp:message-correct:0" id="m3" />');
      const corrected = await message(({ body, edited }) => body === 'the' && edited);
      await client.request('react', { ...of, message: corrected.id, emoji: '👍', on: true });
      const reacted = await bob.waitFor(({ xml }) => xml?.includes('urn:xmpp:reactions:0'));
      assert.ok(reacted.xml?.includes('👍'));
      await message(({ id, reactions }) => id === corrected.id && reactions?.[0]?.own);
      await client.request('sendMessage', { ...of, body: 'yes', reply: corrected.id });
      await bob.waitFor(({ xml }) => xml?.includes('urn:xmpp:reply:0'));
      const mine = await message(({ body, delivery }) => body === 'yes' && delivery === 'sent');
      assert.equal(mine.reply?.senderName, 'Bob');
      await client.request('correctMessage', { ...of, message: mine.id, body: 'yes!' });
      const correction = await bob.waitFor(({ body }) => body?.endsWith('yes!'));
      assert.ok(
        correction.xml?.includes(`id="${mine.id}"`) || correction.xml?.includes(`id='${mine.id}'`),
      );
      await message(({ id, edited, delivery }) => id === mine.id && edited && delivery === 'sent');
    });

    it('tell of typing, in both directions', async () => {
      const state = (name: string) =>
        bob.raw(
          `<message type="groupchat" to="${room}"><${name} xmlns="http://jabber.org/protocol/chatstates" /></message>`,
        );
      await state('composing');
      await head(({ typing }) => typing[0] === 'Bob');
      await state('paused');
      await head(({ typing }) => typing.length === 0);
      await client.request('setChatState', { ...of, state: 'composing' });
      await bob.waitFor(({ state: is, from }) => is === 'composing' && from === `${room}/Ada`);
    });

    it('that were missed are there after a new start, each once and in order', async () => {
      await client.request('markRead', of);
      const before = (await client.history.load({ account, chat: room }, { limit: 99 })).length;
      client.crash();
      for (let n = 0; n < 3; n++) await say(`late ${n}`, `late ${n}`);
      const next = scene.client({ former: client });
      await next.restore();
      await message(({ body }) => body === 'late 2', next);
      await head(({ phase, unread }) => phase === 'joined' && unread === 3, next);
      await say('live', 'live');
      await message(({ body }) => body === 'live', next);
      const rows = await next.history.load({ account, chat: room }, { limit: 99 });
      assert.equal(rows.length, before + 4);
      assert.deepEqual(
        rows.slice(-4).map(({ body }) => body),
        ['late 0', 'late 1', 'late 2', 'live'],
      );
      client = next;
    });

    it('are the same for a client that has nothing yet', async () => {
      const next = scene.client();
      await next.request('signIn', { jid: account, password });
      await message(({ body }) => body === 'live', next);
      const texts = async (from: TestClient) =>
        (await from.history.load({ account, chat: room }, { limit: 99 })).map(
          ({ body, outgoing }) => `${outgoing ? 'we: ' : ''}${body}`,
        );
      assert.deepEqual(await texts(next), await texts(client));
    });

    it('read in one client are read in the others (XEP-0490)', async () => {
      const phone = scene.client();
      await phone.request('signIn', { jid: account, password });
      await head(({ phase }) => phase === 'joined', phone);
      await client.request('markRead', of);
      await say('unread', 'unread');
      for (const one of [client, phone]) await head(({ unread }) => unread === 1, one);
      await client.request('markRead', of);
      await head(({ unread }) => unread === 0, phone);
      await phone.stop();
    });

    it('are taken back by a moderator, where the room can do that', async () => {
      await say('spam', 'spam');
      const spam = await message(({ body }) => body === 'spam');
      const { rights } = await head(({ phase }) => phase === 'joined');
      assert.equal(rights.includes('moderate'), name === 'Prosody');
      const request = { ...of, message: spam.id, reason: 'advertising' };
      if (!rights.includes('moderate')) {
        await assert.rejects(client.request('moderateMessage', request), {
          code: 'service-unavailable',
        });
        return;
      }
      await client.request('moderateMessage', request);
      const gone = await message(({ id, retracted }) => id === spam.id && retracted);
      assert.deepEqual([gone.body, gone.moderated?.reason], ['', 'advertising']);
      await bob.waitFor(({ xml }) => xml?.includes('urn:xmpp:message-moderate:'));
    });

    it('written while the server is away are sent once, when it is back', async () => {
      const from = bob.events.length;
      const restarted = scene.server.restart();
      await client.waitForPhase('waiting');
      await client.request('sendMessage', { ...of, body: 'written while away' });
      await restarted;
      await bob.waitFor(({ event }) => event === 'online', 60_000, from);
      await message(({ body, delivery }) => body === 'written while away' && delivery === 'sent');
      await bob.raw(`<presence to="${room}/Bob"><x xmlns="${MUC}" /></presence>`);
      await say('after', 'after');
      await message(({ body }) => body === 'after');
      const next = scene.client();
      await next.request('signIn', { jid: account, password });
      await message(({ body }) => body === 'after', next);
      const rows = await next.history.load({ account, chat: room }, { limit: 99 });
      assert.equal(rows.filter(({ body }) => body === 'written while away').length, 1);
    });
  });
}
