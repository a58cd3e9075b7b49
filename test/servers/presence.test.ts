import assert from 'node:assert/strict';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { TestClient } from '../support/client.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const chat = 'bob@localhost';
const password = 'pässwörd';

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`own presence on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let client: TestClient;
    let bob: Peer;

    before(async () => {
      server = await start();
      await server.addUser('ada', password);
      await server.addUser('bob', 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob', groups: ['Team'] });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      bob = await startPeer({ server, user: 'bob', password: 'secret' });
      client = new TestClient({
        caFile: server.caFile,
        server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
      });
      await client.request('signIn', { jid: account, password });
      await seen(0, ({ type }) => type === 'available');
    });

    after(async () => {
      await client.stop();
      await bob.stop();
      await server.stop();
    });

    /** What Bob sees of Ada's presence after his first `from` events. */
    const seen = (from: number, fits: (event: Peer['events'][number]) => boolean) =>
      bob.waitFor(
        (event) =>
          event.event === 'presence' &&
          event.from?.startsWith(`${account}/`) === true &&
          fits(event),
        10_000,
        from,
      );
    const bobIs = (show: string) =>
      client.waitFor('contacts', { account }, (contact) => contact.show === show);

    it('is seen in each of the five states, with its status message', async () => {
      for (const show of ['chat', 'away', 'xa', 'dnd'] as const) {
        const from = bob.events.length;
        await client.request('setPresence', { account, show, status: `now ${show}` });
        await seen(from, (event) => event.show === show && event.status === `now ${show}`);
      }
      const from = bob.events.length;
      await client.request('setPresence', { account, show: 'available', status: '' });
      const { status } = await seen(from, ({ type }) => type === 'available');
      assert.equal(status ?? '', '');
    });

    it('is away and xa while the user is idle, and back with them', async () => {
      const window = { window: 'a', focused: true, focusedAt: 0 };
      for (const idle of ['away', 'xa'] as const) {
        const from = bob.events.length;
        client.watch('attention', { ...window, idle }).dispose();
        await seen(from, ({ show }) => show === idle);
      }
      const from = bob.events.length;
      client.watch('attention', { ...window, idle: null });
      await seen(from, ({ type }) => type === 'available');
    });

    it('is not seen while invisible, though messages go out and answers come in', async () => {
      const from = bob.events.length;
      await client.request('setPresence', { account, show: 'invisible', status: '' });
      await seen(from, ({ type }) => type === 'unavailable');
      await bobIs('offline');
      await client.waitFor('accounts', {}, ({ connection, show }) => {
        return connection.phase === 'online' && show === 'invisible';
      });
      await client.request('sendMessage', { account, chat, body: 'psst' });
      const { from: ada } = await bob.waitFor(({ body }) => body === 'psst', 10_000, from);
      assert.ok(ada);
      await bob.send({ to: ada, body: 'where are you?', receipt: true });
      await client.waitFor('messages', { account, chat }, ({ body }) => body === 'where are you?');
      await client.request('setPresence', { account, show: 'available', status: '' });
      await seen(from, ({ type }) => type === 'available');
      await bobIs('available');
      const shown = bob.events.slice(from).filter(({ receiptFor }) => receiptFor);
      assert.deepEqual(shown, []);
    });
  });
}
