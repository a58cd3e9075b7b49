import assert from 'node:assert/strict';
import { TestClient, until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const KEPT = `roster:${account}`;

interface KeptRoster {
  readonly version?: string;
  readonly items: readonly {
    readonly jid: string;
    readonly name: string;
    readonly pending: boolean;
  }[];
}

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`roster versions of ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      for (const user of ['ada', 'bob']) await server.addUser(user, 'secret');
      await server.addRosterItem('ada', { jid: 'bob@localhost', name: 'Bob' });
      client = await signIn();
      await started.defer(() => client.stop());
      await until(() => keptBob()?.name === 'Bob');
      await client.stop();
    });

    async function signIn(values?: TestClient['values']): Promise<TestClient> {
      const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
      const fresh = new TestClient({
        caFile: server.caFile,
        server: endpoint,
        ...(values && { values }),
      });
      await fresh.request('signIn', { jid: account, password: 'secret' });
      return fresh;
    }
    const kept = () => client.values.get(KEPT) as KeptRoster | undefined;
    const keptBob = () => kept()?.items.find(({ jid }) => jid === 'bob@localhost');
    /** What is kept says something else now, which only a roster sent in full would undo. */
    const mark = async () => {
      const roster = kept();
      assert.ok(roster?.version);
      const items = roster.items.map((item) => ({ ...item, name: 'Kept' }));
      await client.values.update(KEPT, { ...roster, items });
    };
    const shown = async (wanted: string) =>
      client.waitFor('contacts', { account }, (contact) => contact.name === wanted);

    it('spare a second sign-in the contacts', async () => {
      await mark();
      client = await signIn(client.values);
      // Answered after the roster was, as a stream keeps its order.
      await client.request('findWay', { account, chat: 'bob@localhost', size: 1 });
      await shown('Kept');
      await client.request('updateContact', {
        account,
        chat: 'bob@localhost',
        name: 'Robert',
        groups: [],
      });
      await until(() => keptBob()?.name === 'Robert');
    });

    it('that the server does not know bring them all', async () => {
      const roster = kept();
      assert.ok(roster);
      await client.stop();
      await mark();
      await client.values.update(KEPT, { ...kept(), version: 'of-no-roster' });
      client = await signIn(client.values);
      await shown('Robert');
    });
  });
}
