import assert from 'node:assert/strict';
import { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { told } from '../support/say.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const password = 'secret';

type Server = Awaited<ReturnType<typeof startProsody | typeof startEjabberd>>;

async function signIn(server: Server): Promise<TestClient> {
  await server.addUser('ada', password);
  const { starttls } = server.ports;
  const client = new TestClient({
    caFile: server.caFile,
    server: { mode: 'starttls', host: '127.0.0.1', port: starttls },
  });
  await client.request('signIn', { jid: account, password });
  return client;
}

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`archive preferences on ${name}`, () => {
    let server: Server;
    let client: TestClient;

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      client = await started.add(signIn(server));
    });

    it('are seen, and changed for good, with their exceptions', async () => {
      const { default: rule } = await client.request('getArchivePreferences', { account });
      assert.ok(['always', 'roster', 'never'].includes(rule));
      for (const wanted of [
        { default: 'roster', always: ['bob@localhost'], never: ['eve@example.org'] },
        { default: 'never', always: [], never: [] },
        { default: 'always', always: [], never: ['bob@localhost'] },
      ] as const) {
        const told = await client.request('setArchivePreferences', { account, ...wanted });
        assert.deepEqual(told, wanted);
        assert.deepEqual(await client.request('getArchivePreferences', { account }), wanted);
      }
    });

    it('take no address that is none', async () => {
      const preferences = { default: 'always', always: ['@'], never: [] } as const;
      const { code } = await client.failureOf('setArchivePreferences', { account, ...preferences });
      assert.equal(code, 'bad-jid');
    });
  });
}

describe('archive preferences on a server without an archive', () => {
  let server: Server;
  let client: TestClient;

  const started = startedHere();
  before(async () => {
    server = await started.add(startProsody({ without: ['mam'] }));
    client = await started.add(signIn(server));
  });

  it('cannot be chosen, which one sentence says', async () => {
    const failure = await client.failureOf('getArchivePreferences', { account });
    assert.equal(failure.code, 'no-archive-preferences');
    assert.equal(
      told(failure),
      'localhost lets nobody choose what it archives: ask its operator what it keeps.',
    );
  });
});
