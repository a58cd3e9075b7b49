import assert from 'node:assert/strict';
import type { Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

for (const [name, start] of SERVERS) {
  describe(`own presence on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
    });

    const bobIs = (show: string) =>
      client.waitFor('contacts', { account }, (contact) => contact.show === show);

    it('is seen in each of the five states, with its status message', async () => {
      for (const show of ['chat', 'away', 'xa', 'dnd'] as const) {
        const from = bob.events.length;
        await client.request('setPresence', { account, show, status: `now ${show}` });
        await scene.presence(
          (event) => event.show === show && event.status === `now ${show}`,
          from,
        );
      }
      const from = bob.events.length;
      await client.request('setPresence', { account, show: 'available', status: '' });
      const { status } = await scene.presence(({ type }) => type === 'available', from);
      assert.equal(status ?? '', '');
    });

    it('is away and xa while the user is idle, and back with them', async () => {
      const window = { window: 'a', focused: true, focusedAt: 0 };
      for (const idle of ['away', 'xa'] as const) {
        const from = bob.events.length;
        client.watch('attention', { ...window, idle }).dispose();
        await scene.presence(({ show }) => show === idle, from);
      }
      const from = bob.events.length;
      client.watch('attention', { ...window, idle: null });
      await scene.presence(({ type }) => type === 'available', from);
    });

    it('is not seen while invisible, though messages go out and answers come in', async () => {
      const from = bob.events.length;
      await client.request('setPresence', { account, show: 'invisible', status: '' });
      await scene.presence(({ type }) => type === 'unavailable', from);
      await bobIs('offline');
      await client.waitFor('accounts', {}, ({ connection, show }) => {
        return connection.phase === 'online' && show === 'invisible';
      });
      await client.request('sendMessage', { account, chat, body: 'psst' });
      const { from: ada } = await bob.waitFor(({ body }) => body === 'psst', 60_000, from);
      assert.ok(ada);
      await bob.send({ to: ada, body: 'where are you?', receipt: true });
      await client.waitFor('messages', { account, chat }, ({ body }) => body === 'where are you?');
      await client.request('setPresence', { account, show: 'available', status: '' });
      await scene.presence(({ type }) => type === 'available', from);
      await bobIs('available');
      const shown = bob.events.slice(from).filter(({ receiptFor }) => receiptFor);
      assert.deepEqual(shown, []);
    });
  });
}
