import assert from 'node:assert/strict';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const of = { account, chat };
const MARKERS = 'urn:xmpp:chat-markers:0';

for (const [name, start] of SERVERS) {
  describe(`chat states and displayed markers on ${name}`, () => {
    let scene: Scene;
    let bob: Peer;
    let eve: Peer;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      eve = await scene.stranger();
      client = await scene.signIn();
    });

    const displayed = (id: string) => `<displayed xmlns='${MARKERS}' id='${id}' />`;
    /** Bob writes something that asks for a marker. Result: its id. */
    const ask = async (peer: Peer, body: string, fresh = client) => {
      const id = await peer.send({
        to: account,
        body,
        state: 'active',
        xml: `<markable xmlns='${MARKERS}' />`,
      });
      const from = peer === bob ? chat : 'eve@localhost';
      await fresh.waitFor('messages', { account, chat: from }, (message) => message.body === body);
      return id;
    };
    /** What a peer has heard of markers for these. */
    const markersAt = (peer: Peer, ...ids: string[]) =>
      ids.filter((id) =>
        peer.ledger.some(({ xml }) => xml?.includes('<displayed') && xml.includes(id)),
      );

    it('tell the peer what the user does, each change once', async () => {
      const from = bob.ledger.length;
      const states = ['composing', 'composing', 'paused', 'inactive', 'active', 'gone'] as const;
      for (const state of ['active', ...states] as const) {
        await client.request('setChatState', { ...of, state });
      }
      await client.request('setChatState', { ...of, state: 'inactive' });
      await client.request('sendMessage', { ...of, body: 'done' });
      await bob.waitFor(({ body }) => body === 'done');
      assert.deepEqual(
        bob.ledger.slice(from).map(({ state }) => state),
        ['composing', 'paused', 'inactive', 'active', 'gone', 'active'],
      );
    });

    it('show that the peer types, and in turn that it has read', async () => {
      const first = await client.request('sendMessage', { ...of, body: 'first' });
      const second = await client.request('sendMessage', { ...of, body: 'second' });
      const { xml } = await bob.waitFor(({ id }) => id === second);
      assert.match(xml ?? '', /<markable xmlns="urn:xmpp:chat-markers:0"/u);
      await bob.send({ to: account, state: 'composing' });
      await client.waitFor('chat', of, ({ composing }) => composing);
      await bob.send({ to: account, xml: displayed(second) });
      for (const id of [first, second]) {
        await client.waitFor(
          'messages',
          of,
          (message) => message.id === id && message.delivery === 'displayed',
        );
      }
    });

    it('tell the peer the newest that was seen, once, and only when it was seen', async () => {
      const ids = [await ask(bob, 'one'), await ask(bob, 'two')];
      await client.request('markRead', of);
      await client.request('markRead', of);
      const last = await ask(bob, 'three');
      await client.request('sendMessage', { ...of, body: 'not yet' });
      await bob.waitFor(({ body }) => body === 'not yet');
      assert.deepEqual(markersAt(bob, ...ids, last), [ids[1]]);
      await client.request('markRead', of);
      await bob.waitFor(({ xml }) => xml?.includes('<displayed') && xml.includes(last));
      assert.equal(bob.ledger.filter(({ xml }) => xml?.includes('<displayed')).length, 2);
    });

    it('tell strangers nothing', async () => {
      const id = await ask(eve, 'who are you?');
      const stranger = { account, chat: 'eve@localhost' };
      await client.request('markRead', stranger);
      await client.request('setChatState', { ...stranger, state: 'composing' });
      await client.request('sendMessage', { ...stranger, body: 'nobody' });
      await eve.waitFor(({ body }) => body === 'nobody');
      assert.deepEqual(markersAt(eve, id), []);
      assert.deepEqual(
        eve.ledger.map(({ body }) => body),
        ['nobody'],
      );
    });

    it('stay with the user who says so', async () => {
      await client.stop();
      client = await scene.signIn({ sendDisplayed: false, sendChatStates: false });
      const id = await ask(bob, 'private?', client);
      const from = bob.ledger.length;
      await client.request('markRead', of);
      await client.request('setChatState', { ...of, state: 'composing' });
      await client.request('sendMessage', { ...of, body: 'yes' });
      const { state } = await bob.waitFor(({ body }) => body === 'yes');
      assert.equal(state, null);
      assert.deepEqual(markersAt(bob, id), []);
      assert.equal(bob.ledger.length, from + 1);
    });
  });
}
