import assert from 'node:assert/strict';
import type { Peer } from '../interop/peer.mjs';
import { type TestClient, until } from '../support/client.ts';
import { told } from '../support/say.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, password, Scene, SERVERS } from './scene.ts';

const bob = { account, chat };
const eve = 'eve@localhost';

for (const [name, startServer] of SERVERS) {
  describe(`unwanted people on ${name}`, () => {
    let scene: Scene;
    /** Two devices of Ada. */
    let desk: TestClient;
    let sofa: TestClient;
    let stranger: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(startServer));
      stranger = await scene.stranger();
      desk = await scene.signIn();
      sofa = scene.client();
      await sofa.request('signIn', { jid: account, password });
    });

    const contact = (
      of: TestClient,
      id: string,
      fits: Parameters<typeof desk.waitFor<'contacts'>>[2] = () => true,
    ) => of.waitFor('contacts', { account }, (one) => one.id === id && fits(one));
    const blocked = (of: TestClient) => of.request('getBlocked', { account });

    it('wait as a request, without knowing that it was read, until they are accepted', async () => {
      await stranger.send({ to: account, body: 'psst', id: 'psst', receipt: true });
      for (const client of [desk, sofa]) {
        await contact(client, eve, ({ standing }) => standing === 'request');
        await client.waitFor('accounts', {}, ({ strangers }) => strangers === 1);
      }
      const noted = stranger.events.length;
      await desk.request('markRead', { account, chat: eve });
      await desk.request('sendMessage', { account, chat: eve, body: 'who are you?' });
      await stranger.waitFor(({ body }) => body === 'who are you?', 60_000, noted);
      assert.deepEqual(
        stranger.ledger.map(({ body }) => body),
        ['who are you?'],
      );
      // Our answer from one device is the other's as well.
      for (const client of [desk, sofa]) {
        await contact(client, eve, ({ standing }) => standing === undefined);
      }
    });

    it('are blocked on all devices at once, and neither side hears the other', async () => {
      await scene.bob.send({ to: account, body: 'unread' });
      await contact(sofa, chat, ({ unread }) => unread > 0);
      const from = scene.bob.events.length;
      await desk.request('block', { account, address: chat });
      for (const client of [desk, sofa]) {
        const { unread, show } = await contact(client, chat, ({ blockedBy }) => blockedBy === chat);
        assert.deepEqual([unread, show], [0, 'offline']);
        assert.deepEqual(await blocked(client), [chat]);
      }
      await scene.bob.send({ to: account, body: 'hello?' });
      await desk.request('sendMessage', { ...bob, body: 'are you there?' });
      const failed = await desk.waitFor('messages', bob, ({ delivery }) => delivery === 'failed');
      assert.equal(
        told(failed.error),
        'The message was not delivered: you have blocked this address; run “XMPP: Unblock…” first, then try again.',
      );
      // What bounces comes back to him with its words.
      const heard = scene.bob.events.slice(from).filter(({ event }) => event === 'message');
      assert.deepEqual(
        heard.filter(({ type }) => type !== 'error'),
        [],
      );
    });

    it('stay blocked over a restart, and come back once they are unblocked elsewhere', async () => {
      const late = scene.client();
      await late.request('signIn', { jid: account, password });
      await contact(late, chat, ({ blockedBy }) => blockedBy === chat);
      await late.stop();
      await sofa.request('unblock', { account, address: chat });
      for (const client of [desk, sofa]) {
        await contact(client, chat, ({ blockedBy }) => blockedBy === undefined);
        await contact(client, chat, ({ show }) => show === 'available');
      }
      await scene.bob.send({ to: account, body: 'back again' });
      await desk.waitFor('messages', bob, ({ body }) => body === 'back again');
    });

    it('are blocked by their server, and all unblocked together', async () => {
      await desk.request('block', { account, address: 'example.org' });
      await desk.request('block', { account, address: 'room@conference.localhost/Eve' });
      const both = ['example.org', 'room@conference.localhost/Eve'];
      for (const client of [desk, sofa]) {
        await contact(client, chat);
        await untilBlocked(client, both);
      }
      await sofa.request('unblockAll', { account });
      for (const client of [desk, sofa]) await untilBlocked(client, []);
    });

    it('are marked among the occupants of a room, whichever device blocks them', async () => {
      const room = 'workshop@conference.localhost';
      await desk.request('joinRoom', { account, chat: room, nick: 'Ada', create: 'public' });
      const enter = '<x xmlns="http://jabber.org/protocol/muc" />';
      await scene.bob.raw(`<presence to="${room}/Bob">${enter}</presence>`);
      const listed = { account, chat: room, filter: '', offset: 0, limit: 10 };
      const marked = (blockedBy: string | undefined) =>
        desk.waitFor('occupants', listed, ({ occupants }) =>
          occupants.some((one) => one.id === 'Bob' && one.blockedBy === blockedBy),
        );
      await marked(undefined);
      await sofa.request('block', { account, address: `${room}/Bob` });
      await marked(`${room}/Bob`);
      await sofa.request('unblock', { account, address: `${room}/Bob` });
      await marked(undefined);
    });

    it('are never our own address or server', async () => {
      for (const address of [account, 'localhost']) {
        const { code } = await desk.failureOf('block', { account, address });
        assert.equal(code, 'blocks-own');
      }
      assert.deepEqual(await blocked(desk), []);
    });

    async function untilBlocked(of: TestClient, wanted: readonly string[]): Promise<void> {
      let seen: readonly string[] | undefined;
      const watching = setInterval(() => void blocked(of).then((now) => (seen = now)), 50);
      try {
        await until(
          () => seen !== undefined && [...seen].sort().join(' ') === wanted.join(' '),
          30_000,
          () => (seen ?? []).join(' '),
        );
      } finally {
        clearInterval(watching);
      }
    }
  });
}

describe('unwanted people on a server that cannot block', () => {
  const started = startedHere();

  it('are not blocked, which one sentence says', async () => {
    const [, startProsody] = SERVERS[0];
    const scene = await started.add(Scene.start(startProsody, { without: ['blocklist'] }));
    const client = await scene.signIn();
    const failure = await client.failureOf('block', { account, address: chat });
    assert.equal(
      told(failure),
      'localhost cannot block anybody: ignore their requests, or ask the operator of your server for it.',
    );
  });
});
