import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { Jid } from '../../src/base/jid.ts';
import type { Certificates } from '../support/certificates.ts';
import { testCertificates } from '../support/certificates.ts';
import { eventually, failure, HostileFixture } from '../support/hostileFixture.ts';

const NS_STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';
const MODES = ['starttls', 'tls'] as const;
const REASONS = {
  wrongName: 'wrong-name',
  otherService: 'wrong-name',
  expired: 'expired',
  selfSigned: 'self-signed',
  unknownCa: 'unknown-issuer',
} as const;

const seeOtherHost = (port: number) =>
  `<stream:error><see-other-host xmlns='${NS_STREAM_ERRORS}'>localhost:${port}</see-other-host></stream:error></stream:stream>`;

describe('The identity of a server', () => {
  const fixture = new HostileFixture();
  let certificates: Certificates;

  before(async () => {
    certificates = await testCertificates();
  });
  afterEach(() => fixture.dispose());

  /** A server that signs anybody in, with this certificate. */
  function serve(mode: 'starttls' | 'tls', name: Exclude<keyof Certificates, 'ca'>) {
    const certificate = certificates[name];
    return fixture.serve(
      async (peer) => {
        await peer.signIn(mode === 'tls' ? {} : { certificate });
        await peer.expectClose();
      },
      mode === 'tls' ? { directTls: certificate } : {},
    );
  }

  for (const mode of MODES) {
    for (const [name, reason] of Object.entries(REASONS)) {
      it(`A25: refuses the certificate ${name} as ${reason} (${mode}), and says nothing to its owner`, async () => {
        const server = await serve(mode, name as keyof typeof REASONS);
        const error = await failure(await fixture.client(server.port, { mode }));
        assert.equal(error.code, 'bad-certificate');
        assert.equal(error.params['reason'], reason);
        await server.peers[0]?.expectClose();
        const headers = server.peers[0]?.received.match(/<stream:stream/gu) ?? [];
        assert.equal(headers.length, mode === 'tls' ? 0 : 1);
      });
    }

    it(`A25: takes a certificate for the service of XMPP (${mode})`, async () => {
      for (const name of ['srvName', 'xmppAddr'] as const) {
        const server = await serve(mode, name);
        await (await fixture.client(server.port, { mode })).connection.connect();
        const again = await serve(mode, name);
        const account = Jid.of('ada@other.example');
        const error = await failure(await fixture.client(again.port, { mode, account }));
        assert.equal(error.params['reason'], 'wrong-name');
        assert.equal(error.params['names'], 'localhost');
      }
    });

    it(`A25: wants the name of the account's domain, not of the host it was sent to (${mode})`, async () => {
      const server = await serve(mode, 'good');
      const account = Jid.of('ada@other.example');
      const error = await failure(await fixture.client(server.port, { mode, account }));
      assert.equal(error.params['reason'], 'wrong-name');

      const right = await serve(mode, 'good');
      const client = await fixture.client(right.port, { mode });
      await client.connection.connect();
      assert.equal(right.peers[0]?.servername, 'localhost');
      assert.equal(right.peers[0].alpn, mode === 'tls' ? 'xmpp-client' : undefined);
    });
  }

  it('A25: takes a pinned certificate, and then no other, however good', async () => {
    const fingerprint = new X509Certificate(certificates.selfSigned.cert).fingerprint256;
    const pinned = await serve('starttls', 'selfSigned');
    const client = await fixture.client(pinned.port, { fingerprint });
    await client.connection.connect();
    const other = await serve('starttls', 'good');
    const error = await failure(await fixture.client(other.port, { fingerprint }));
    assert.equal(error.code, 'bad-certificate');
  });

  it('A26: follows no see-other-host before TLS', async () => {
    const trap = await fixture.serve((peer) => peer.expectClose());
    const server = await fixture.serve(async (peer) => {
      await peer.answerOpen(seeOtherHost(trap.port));
      await peer.expectClose();
    });
    await failure(await fixture.client(server.port));
    assert.equal(trap.peers.length, 0);
  });

  it('A26: follows see-other-host inside TLS with the same checks', async () => {
    const trap = await serve('starttls', 'unknownCa');
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificates.good);
      await peer.answerOpen(seeOtherHost(trap.port));
      await peer.expectClose();
    });
    assert.equal((await failure(await fixture.client(server.port))).code, 'bad-certificate');
    assert.equal(trap.peers.length, 1);
    assert.doesNotMatch(trap.peers[0]?.received ?? '', /<auth/);
  });

  it('A26: follows at most three times', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificates.good);
      await peer.answerOpen(seeOtherHost(server.port));
      await peer.expectClose();
    });
    await failure(await fixture.client(server.port));
    assert.equal(server.peers.length, 4);
  });

  it('A27: speaks TLS first, also to a WebSocket whose address says ws', async () => {
    const server = await fixture.serve((peer) => peer.expectClose());
    const endpoint = {
      mode: 'websocket',
      host: '127.0.0.1',
      port: server.port,
      url: `ws://127.0.0.1:${server.port}/`,
    } as const;
    const client = await fixture.client(server.port, { server: endpoint });
    const attempt = failure(client);
    const peer = await server.connection(1);
    await eventually('the first bytes', () => peer.received !== '');
    peer.destroy();
    await attempt;
    assert.equal(peer.received.charCodeAt(0), 0x16, 'the record type of a TLS handshake');
    assert.doesNotMatch(peer.received, /GET/);
  });
});
