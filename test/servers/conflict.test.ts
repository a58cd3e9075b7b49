import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startPeer } from '../interop/peer.mjs';
import { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';
import { told } from '../support/say.ts';

const password = 'secret';

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`the resource of an account on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      await server.addUser('ada', password);
      const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
      client = await started.add(new TestClient({ caFile: server.caFile, server: endpoint }));
      await client.request('signIn', { jid: 'ada@localhost', password });
      await client.waitForPhase('online');
    });

    it('F13: is left to who else signs in with it, told, and taken back when the user says so', async () => {
      const { resource } = client;
      const other = await startPeer({ server, user: 'ada', password, resource });
      assert.ok(other.events.some(({ jid }) => jid === `ada@localhost/${resource}`));
      const { connection } = await client.waitForPhase('needsUser');
      assert.match(told(connection.reason), /^Another client signed in with the same resource/u);
      await delay(3000);
      await client.waitForPhase('needsUser', 0);
      assert.equal(other.events.filter(({ event }) => event === 'offline').length, 0);
      await client.request('reconnect', { account: 'ada@localhost' });
      await client.waitForPhase('online');
      await other.stop();
    });
  });
}
