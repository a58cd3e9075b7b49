import assert from 'node:assert/strict';
import { FaultProxy } from '../support/faultProxy.ts';
import { TestClient, until } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { freePorts } from './ports.mjs';
import { account, password, Scene, SERVERS } from './scene.ts';
import { told } from '../support/say.ts';

for (const [name, start] of SERVERS) {
  describe(`signing in on ${name}`, () => {
    let scene: Scene;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
    });

    const nothingKept = (tried: TestClient) => {
      assert.deepEqual(tried.values.all, new Map());
      assert.deepEqual(tried.secrets.all, new Map());
    };

    for (const mode of ['starttls', 'tls', 'websocket'] as const) {
      it(`works by ${mode}, and keeps the account for the next start`, async () => {
        const { wsUrl: url, ports } = scene.server;
        const port = mode === 'tls' ? ports.tls : ports.starttls;
        const fresh = scene.client({
          server: mode === 'websocket' ? { mode, url } : { mode, host: '127.0.0.1', port },
        });
        await fresh.request('signIn', { jid: account, password });
        await fresh.waitForPhase('online');
        assert.equal(fresh.secrets.all.get(`password:${account}`), password);
        assert.doesNotMatch(JSON.stringify([...fresh.values.all]), /pässwörd/u);
        await fresh.stop();
      });
    }

    it('tries a wrong password once, and keeps nothing of it', async () => {
      const counted = await FaultProxy.start(scene.server.ports.starttls);
      const fresh = scene.client({ server: scene.endpoint(counted.port) });
      const failure = await fresh.failureOf('signIn', { jid: account, password: 'wrong' });
      assert.equal(failure.code, 'wrong-password');
      assert.equal(counted.accepted, 1);
      await until(() => counted.connections === 0, 2000);
      nothingKept(fresh);
      await counted.stop();
    });

    it('says so when no server has this name, or its port is closed', async () => {
      const { closed } = await freePorts(['closed']);
      for (const [endpoint, code] of [
        [{ mode: 'tls', host: 'no-such-host.invalid' }, 'no-such-server'],
        [scene.endpoint(closed), 'server-refused'],
      ] as const) {
        const fresh = scene.client({ server: endpoint });
        const failure = await fresh.failureOf('signIn', { jid: account, password });
        // A machine without any name server cannot know that there is no such host.
        const codes = code === 'no-such-server' ? [code, 'offline'] : [code];
        assert.ok(codes.includes(failure.code), failure.code);
        assert.match(told(failure), /; .*\.$/u);
        nothingKept(fresh);
      }
    });

    it('goes by the address that the server makes of the one that was typed', async () => {
      await scene.server.addUser('wide', password);
      const fresh = scene.client();
      for (const typed of ['ＷＩＤＥ@localhost', 'wi\u00adde@localhost', 'wide@localhost']) {
        const id = await fresh.request('signIn', { jid: typed, password });
        assert.equal(id, 'wide@localhost');
        await fresh.waitForPhase('online');
      }
      assert.deepEqual(
        [...fresh.secrets.all.keys()].filter((key) => key.startsWith('password:')),
        ['password:wide@localhost'],
      );
      await fresh.stop();
    });

    for (const [certificate, reason] of [
      ['wrongName', 'wrong-name'],
      ['expired', 'expired'],
      ['selfSigned', 'self-signed'],
      ['unknownCa', 'unknown-issuer'],
    ] as const) {
      it(`refuses a certificate that is ${reason}, until the user trusts exactly it`, async () => {
        const suspect = await start({ certificate });
        await suspect.addUser('ada', password);
        const fresh = scene.client({ server: scene.endpoint(suspect.ports.starttls) });
        const failure = await fresh.failureOf('signIn', { jid: account, password });
        assert.equal(failure.code, 'bad-certificate');
        assert.equal(failure.params['reason'], reason);
        nothingKept(fresh);
        const fingerprint = failure.text('fingerprint') ?? '';
        await fresh.request('pinCertificate', { jid: account, fingerprint });
        await fresh.request('signIn', { jid: account, password });
        await fresh.stop();
        await suspect.stop();
        // Another one is refused from now on, however well signed.
        fresh.server = scene.endpoint();
        const other = await fresh.failureOf('signIn', { jid: account, password });
        assert.equal(other.params['reason'], 'not-pinned');
      });
    }
  });
}

describe('signing in on ejabberd whose passwords', () => {
  it('are kept by SHA-512 works', async () => {
    const server = await startEjabberd({ passwordHash: 'SHA-512', withoutMechanisms: ['plain'] });
    await server.addUser('ada', password);
    const client = new TestClient({
      caFile: server.caFile,
      server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
    });
    await client.request('signIn', { jid: account, password });
    await client.waitForPhase('online');
    await client.stop();
    await server.stop();
  });
});
