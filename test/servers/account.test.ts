import assert from 'node:assert/strict';
import type { RegistrationView } from '../../src/api/views.ts';
import { imageType } from '../../src/base/imageType.ts';
import { startPeer } from '../interop/peer.mjs';
import { FaultProxy } from '../support/faultProxy.ts';
import { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { told } from '../support/say.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const password = 'pässwörd 1';

/** The suggested answers of a form, and ours. */
function answersTo({ isDataForm, fields }: RegistrationView, own: Record<string, string>) {
  const suggested = fields
    .filter(({ name }) => name !== '')
    .map(({ name, values }) => [name, values] as const);
  const given = Object.entries(own).map(([name, value]) => [name, [value]] as const);
  return {
    server: 'localhost',
    isDataForm,
    values: Object.fromEntries<readonly string[]>([...suggested, ...given]),
  };
}

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`an account on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let proxy: FaultProxy;
    let client: TestClient;

    const connect = () =>
      new TestClient({
        caFile: server.caFile,
        server: { mode: 'starttls', host: '127.0.0.1', port: proxy.port },
      });
    const keptPassword = () => client.secrets.all.get(`password:${account}`);
    const form = () => client.request('fetchRegistration', { server: 'localhost' });

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      await server.addUser('bob', 'secret');
      proxy = await started.add(FaultProxy.start(server.ports.starttls));
      client = connect();
      await started.defer(() => client.stop());
    });

    it('is asked for by name and password, with the server’s instructions', async () => {
      const { fields, instructions } = await form();
      const asked = fields.filter(({ type }) => type !== 'hidden').map(({ name: key }) => key);
      assert.deepEqual(asked.sort(), ['password', 'username']);
      assert.notEqual(instructions, '');
    });

    it('is not given to who takes the name of another', async () => {
      const answers = answersTo(await form(), { username: 'bob', password });
      const failure = await client.failureOf('register', answers);
      assert.equal(failure.code, 'registration-invalid');
      assert.match(told(failure), /^The name bob is already taken at localhost/u);
      assert.equal(client.values.all.size, 0);
      assert.equal(client.secrets.all.size, 0);
    });

    it('is registered and signed in with at once, and kept', async () => {
      const answers = answersTo(await form(), { username: 'Ada', password });
      assert.equal(await client.request('register', answers), account);
      await client.waitForPhase('online');
      assert.equal(keptPassword(), password);
      const bob = await startPeer({ server, user: 'bob', password: 'secret' });
      await bob.send({ to: account, body: 'Welcome' });
      await client.waitFor('messages', { account, chat: 'bob@localhost' }, ({ body }) => body);
      await bob.stop();
    });

    it('changes its password, and comes back with the new one', async () => {
      await client.request('changePassword', { account, password: 'new wörds' });
      assert.equal(keptPassword(), 'new wörds');
      proxy.cut();
      await client.waitFor('accounts', {}, ({ connection }) => connection.phase !== 'online');
      await client.request('reconnect', { account });
      await client.waitForPhase('online');
      const other = connect();
      const { code } = await other.failureOf('signIn', { jid: account, password });
      assert.equal(code, 'wrong-password');
      await other.stop();
    });

    it('is deleted, here and at the server, once the server has said so', async () => {
      await client.request('deleteAccount', { account });
      assert.deepEqual(client.watch('accounts', {}).values(), []);
      assert.deepEqual(client.secrets.all.size, 0);
      assert.deepEqual(client.values.all.get('accounts'), []);
      const { code } = await client.failureOf('signIn', { jid: account, password: 'new wörds' });
      assert.equal(code, 'wrong-password');
    });
  });
}

describe('an account on a server that asks for a CAPTCHA', () => {
  let server: Awaited<ReturnType<typeof startEjabberd>>;
  let client: TestClient;

  const started = startedHere();
  before(async () => {
    server = await started.add(startEjabberd({ captcha: true }));
    const endpoint = { mode: 'tls', host: '127.0.0.1', port: server.ports.tls };
    client = await started.add(new TestClient({ caFile: server.caFile, server: endpoint }));
  });

  it('comes with the picture, and is refused to who does not see what is on it', async () => {
    const form = await client.request('fetchRegistration', { server: 'localhost' });
    const field = form.fields.find(({ picture }) => picture);
    assert.equal(imageType(field?.picture ?? new Uint8Array()), 'image/png');
    const answers = answersTo(form, { username: 'ada', password, ocr: 'no idea' });
    const failure = await client.failureOf('register', answers);
    assert.equal(failure.code, 'registration-invalid');
    assert.match(told(failure), /did not accept the answer to its test/u);
  });

  it('is registered for who does', async () => {
    const form = await client.request('fetchRegistration', { server: 'localhost' });
    const picture = form.fields.find(({ name }) => name === 'ocr')?.picture ?? new Uint8Array();
    const ocr = Buffer.from(picture.slice(-6)).toString('latin1');
    const answers = answersTo(form, { username: 'ada', password, ocr });
    assert.equal(await client.request('register', answers), account);
    await client.waitForPhase('online');
  });
});
