import assert from 'node:assert/strict';
import type { MessageView, PrivateChatView } from '../../src/api/views.ts';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat as contact, password, Scene, SERVERS } from './scene.ts';

const MUC = 'http://jabber.org/protocol/muc';
const room = 'workshop@conference.localhost';
/** Bob, by the nick that he has in the room. */
const chat = `${room}/Bob`;
const of = { account, chat };

for (const [name, start] of SERVERS) {
  describe(`private messages of occupants, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;

    const enter = async (nick: string) => {
      const noted = bob.events.length;
      await bob.raw(`<presence to="${room}/${nick}"><x xmlns="${MUC}" /></presence>`);
      const isOwn = ({ event, from, xml }: Peer['events'][number]) =>
        event === 'presence' && from === `${room}/${nick}` && xml?.includes('110') === true;
      await bob.waitFor(isOwn, 60_000, noted);
    };
    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
      await client.request('joinRoom', { account, chat: room, nick: 'Ada', create: 'public' });
      await enter('Bob');
      await client.waitFor('rooms', { account }, ({ id, occupants }) => {
        return id === room && occupants === 2;
      });
    });

    const whisper = (id: string, body: string, more = '') =>
      bob.raw(
        `<message type="chat" to="${room}/Ada" id="${id}"><body>${body}</body><x xmlns="${MUC}#user" />${more}</message>`,
      );
    const message = (fits: (message: MessageView) => unknown, from = client) =>
      from.waitFor('messages', of, fits);
    const head = (fits: (view: PrivateChatView) => unknown, from = client) =>
      from.waitFor('privateChats', { account }, (one) => one.id === chat && fits(one));
    const bodies = async (from = client) =>
      (await from.history.load({ account, chat }, { limit: 99 })).map(({ body }) => body);
    const rowsOf = async (key: string, from = client) =>
      (await from.history.load({ account, chat: key }, { limit: 99 })).length;

    it('have a chat of their own, beside that of the room and of the contact', async () => {
      await whisper('p1', 'psst');
      const first = await message(({ body }) => body === 'psst');
      assert.deepEqual([first.senderName, first.outgoing], ['Bob', false]);
      const { name: title, obstacle } = await head(
        ({ lastReceived }) => lastReceived?.excerpt === 'psst',
      );
      assert.deepEqual([title, obstacle], ['Bob in workshop', undefined]);
      assert.deepEqual([await rowsOf(room), await rowsOf(contact)], [0, 0]);
    });

    it('are answered to the occupant alone, who confirms them', async () => {
      const id = await client.request('sendMessage', { ...of, body: 'yes?' });
      const heard = await bob.waitFor(({ event, body }) => event === 'message' && body === 'yes?');
      assert.deepEqual([heard.from, heard.type], [`${room}/Ada`, 'chat']);
      await message(({ id: is, delivery }) => is === id && delivery !== 'queued');
      await bob.raw(
        `<message type="chat" to="${room}/Ada"><received xmlns="urn:xmpp:receipts" id="${id}" /><x xmlns="${MUC}#user" /></message>`,
      );
      await message(({ id: is, delivery }) => is === id && delivery === 'delivered');
    });

    it('are counted until they are read, and confirmed where that is asked for', async () => {
      await client.request('markRead', of);
      await head(({ unread }) => unread === 0);
      await whisper('p2', 'got it?', '<request xmlns="urn:xmpp:receipts" />');
      await bob.waitFor(({ event, from, xml }) => {
        return event === 'message' && from === `${room}/Ada` && xml?.includes('received') === true;
      });
      await head(({ unread }) => unread === 1);
      await client.request('markRead', of);
      await head(({ unread }) => unread === 0);
    });

    it('are corrected and reacted to, in both directions', async () => {
      await whisper('p3', 'teh');
      await whisper('p4', 'the', '<replace xmlns="urn:xmpp:message-correct:0" id="p3" />');
      const corrected = await message(({ body, edited }) => body === 'the' && edited);
      await client.request('react', { ...of, message: corrected.id, emoji: '👍', on: true });
      await bob.waitFor(({ xml }) => xml?.includes('urn:xmpp:reactions:0') && xml.includes('p3'));
      const id = await client.request('sendMessage', { ...of, body: 'on' });
      await message(({ id: is, delivery }) => is === id && delivery !== 'queued');
      await client.request('correctMessage', { ...of, message: id, body: 'no' });
      await bob.waitFor(({ body, xml }) => body === 'no' && xml?.includes(id) === true);
    });

    it('are one each where a second client of ours is in the room, which has what we sent', async () => {
      const second = scene.client();
      await second.request('signIn', { jid: account, password });
      await second.request('joinRoom', { account, chat: room, nick: 'Ada' });
      await second.waitFor('messages', of, ({ body }) => body === 'yes?');
      await whisper('p5', 'both?');
      for (const one of [client, second]) await message(({ body }) => body === 'both?', one);
      await client.request('sendMessage', { ...of, body: 'both.' });
      const copy = await message(({ body }) => body === 'both.', second);
      assert.equal(copy.outgoing, true);
      for (const one of [client, second]) {
        const all = await bodies(one);
        assert.equal(all.filter((body) => body === 'both?').length, 1);
        assert.equal(all.filter((body) => body === 'both.').length, 1);
        assert.equal(await rowsOf(room, one), 0);
      }
      await second.stop();
    });

    it('that were missed are there after a new start, in the same chat and in order', async () => {
      const before = await bodies();
      client.crash();
      for (let n = 0; n < 3; n++) await whisper(`late ${n}`, `late ${n}`);
      const next = scene.client({ former: client });
      await next.restore();
      await message(({ body }) => body === 'late 2', next);
      assert.deepEqual(await bodies(next), [...before, 'late 0', 'late 1', 'late 2']);
      client = next;
      await client.waitFor('rooms', { account }, ({ id, phase }) => {
        return id === room && phase === 'joined';
      });
    });

    it('fail with a sentence where the occupant is gone', async () => {
      await client.request('acceptOccupant', of);
      await head(({ obstacle }) => obstacle === undefined);
      await bob.raw(`<presence to="${chat}" type="unavailable" />`);
      await head(({ obstacle }) => obstacle === 'gone');
      const { userError } = await client.failureOf('sendMessage', { ...of, body: 'there?' });
      assert.equal(userError.code, 'occupant-gone');
    });
  });
}
