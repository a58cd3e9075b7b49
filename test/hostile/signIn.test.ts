import assert from 'node:assert/strict';
import { type Certificates, testCertificates } from '../support/certificates.ts';
import { eventually, failure, HostileFixture, message } from '../support/hostileFixture.ts';
import type { HostilePeer } from '../support/hostilePeer.ts';
import type { Script } from '../support/hostileServer.ts';
import type { ScramTrick } from '../support/scramServer.ts';
import { told } from '../support/say.ts';

const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const MECHANISMS = `<mechanisms xmlns='${NS_SASL}'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`;

function complain(peer: HostilePeer, condition: string): void {
  const error = `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>`;
  peer.send(`<stream:error>${error}</stream:error></stream:stream>`);
}

describe('Signing in to a hostile server', () => {
  const fixture = new HostileFixture();
  let certificates: Certificates;

  before(async () => {
    certificates = await testCertificates();
  });
  afterEach(() => fixture.dispose());

  it('A21: lets no stanza through before it is online, and drops what follows <proceed/>', async () => {
    const early = message('boss@localhost', 'early');
    const server = await fixture.serve(async (peer) => {
      await peer.open(`<starttls xmlns='${NS_TLS}'/>`);
      peer.send(early);
      await peer.expect('starttls');
      peer.send(
        `<proceed xmlns='${NS_TLS}'/>${early}<stream:features>${MECHANISMS}</stream:features>`,
      );
      await peer.upgrade(certificates.good);
      await peer.expectAuth(['PLAIN']);
      peer.send(early);
      peer.restart();
      peer.send(`<success xmlns='${NS_SASL}'/>`);
      await peer.bind();
      peer.send(message('boss@localhost', 'late'));
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    await client.connection.connect();
    await eventually('the message', () => client.bodies.length > 0);
    assert.deepEqual(client.bodies, ['late']);
  });

  const strippers: Record<string, Script> = {
    'offers no STARTTLS': (peer) => peer.open(MECHANISMS),
    'refuses STARTTLS': async (peer) => {
      await peer.open(`<starttls xmlns='${NS_TLS}'/>${MECHANISMS}`);
      await peer.expect('starttls');
      peer.send(`<failure xmlns='${NS_TLS}'/>`);
    },
    'goes on without an answer to STARTTLS': async (peer) => {
      await peer.open(`<starttls xmlns='${NS_TLS}'/>${MECHANISMS}`);
      await peer.expect('starttls');
      peer.send(`<stream:features>${MECHANISMS}</stream:features>`);
    },
    'says proceed and stays in clear': async (peer) => {
      await peer.open(`<starttls xmlns='${NS_TLS}'/>`);
      await peer.expect('starttls');
      peer.send(`<proceed xmlns='${NS_TLS}'/>`);
      peer.send(`<stream:features>${MECHANISMS}</stream:features>`);
      setTimeout(() => {
        peer.send(`<stream:features>${MECHANISMS}</stream:features>`);
      }, 50);
    },
  };
  for (const [what, script] of Object.entries(strippers)) {
    it(`A22: sends no byte of SASL where the server ${what}`, async () => {
      const server = await fixture.serve(async (peer) => {
        await script(peer);
        await peer.expectClose();
      });
      const error = await failure(await fixture.client(server.port));
      if (script === strippers['offers no STARTTLS']) assert.equal(error.code, 'tls-required');
      await server.peers[0]?.expectClose();
      assert.doesNotMatch(server.peers[0]?.received ?? '', /<auth/);
    });
  }

  const alarms: Record<string, Script> = {
    'says conflict': (peer) => peer.open('').then(() => complain(peer, 'conflict')),
    'says not-authorized': (peer) => peer.open('').then(() => complain(peer, 'not-authorized')),
    'offers no STARTTLS': (peer) => peer.open(MECHANISMS),
    'has a certificate of its own': (peer) => peer.startTls(certificates.selfSigned),
  };
  for (const [what, script] of Object.entries(alarms)) {
    it(`A22: tries again after one that ${what} before it has shown who it is`, async () => {
      const server = await fixture.serve(async (peer) => {
        if (server.peers.length === 1) await script(peer);
        else await peer.signIn({ certificate: certificates.good });
        await peer.expectClose();
      });
      const { connection, states } = await fixture.client(server.port);
      connection.start();
      await eventually('online', () => connection.state.phase === 'online');
      assert.ok(!states.some(({ phase }) => phase === 'needsUser'));
      assert.doesNotMatch(server.peers[0]?.received ?? '', /<auth/);
    });
  }

  /** Refuses every mechanism but those accepted, before it looks at the password. */
  const refuseAtOnce = (offer: readonly string[]) => async (peer: HostilePeer) => {
    await peer.startTls(certificates.good);
    const auths = [await peer.expectAuth(offer)];
    for (;;) {
      const auth = auths.at(-1)?.attrs['mechanism'] ?? '';
      if (auth === 'PLAIN') break;
      peer.send(`<failure xmlns='${NS_SASL}'><not-authorized/></failure>`);
      auths.push(await peer.expect('auth'));
    }
    peer.restart();
    peer.send(`<success xmlns='${NS_SASL}'/>`);
    await peer.bind();
    await peer.expectClose();
  };

  it('takes the next mechanism where one is refused before the password was used', async () => {
    const server = await fixture.serve(refuseAtOnce(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN']));
    const { connection } = await fixture.client(server.port);
    await connection.connect();
    assert.deepEqual(
      [...(server.peers[0]?.received ?? '').matchAll(/mechanism="([^"]+)"/gu)].map(
        ([, name]) => name,
      ),
      ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN'],
    );
  });

  it('takes the next one, too, where the server ends the stream with its refusal', async () => {
    const seen: string[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificates.good);
      const auth = await peer.expectAuth(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN']);
      seen.push(auth.attrs['mechanism'] ?? '');
      if (seen.at(-1) === 'PLAIN') {
        peer.restart();
        peer.send(`<success xmlns='${NS_SASL}'/>`);
        await peer.bind();
        await peer.expectClose();
      } else {
        peer.send(`<failure xmlns='${NS_SASL}'><not-authorized/></failure></stream:stream>`);
        await peer.expectClose();
      }
    });
    const { connection } = await fixture.client(server.port);
    await connection.connect();
    assert.deepEqual(seen, ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN']);
  });

  it('A23: takes nothing weaker than before even so, and blames no password', async () => {
    for (const [offer, code] of [
      [['SCRAM-SHA-256', 'PLAIN'], 'mechanism-downgrade'],
      [['SCRAM-SHA-256'], 'no-mechanism'],
    ] as const) {
      const server = await fixture.serve(refuseAtOnce(offer));
      const client = await fixture.client(server.port, { strongestMechanism: 'SCRAM-SHA-1' });
      const error = await failure(client);
      assert.equal(error.code, code);
      assert.match(
        told(error),
        /^The server refused SCRAM-SHA-256 before it looked at the password/u,
      );
    }
  });

  for (const mechanism of ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1']) {
    it(`signs in by ${mechanism} alone`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate: certificates.good, mechanisms: [mechanism] });
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port);
      await connection.connect();
    });
  }

  it('A23: never signs in anonymously', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificates.good);
      await peer.expectAuth(['ANONYMOUS']);
    });
    assert.equal((await failure(await fixture.client(server.port))).code, 'no-mechanism');
    assert.doesNotMatch(server.peers[0]?.received ?? '', /<auth/);
  });

  it('A23: takes the strongest mechanism, remembers it, and refuses less from then on', async () => {
    let mechanisms = ['PLAIN', 'ANONYMOUS', 'SCRAM-SHA-1'];
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate: certificates.good, mechanisms });
      await peer.expectClose();
    });
    const seen: string[] = [];
    const first = await fixture.client(server.port);
    first.connection.onStrongerMechanism((name) => seen.push(name));
    await first.connection.connect();
    assert.deepEqual(seen, ['SCRAM-SHA-1']);
    mechanisms = ['PLAIN'];
    const second = await fixture.client(server.port, { strongestMechanism: 'SCRAM-SHA-1' });
    const error = await failure(second);
    assert.equal(error.code, 'mechanism-downgrade');
    assert.ok(error.needsUser);
    assert.doesNotMatch(server.peers[1]?.received ?? '', /<auth/);
  });

  const tricks: ScramTrick[] = [
    'foreign-nonce',
    'same-nonce',
    'one-iteration',
    'million-iterations',
    'no-salt',
    'mandatory-extension',
    'wrong-signature',
    'no-signature',
  ];
  for (const trick of tricks) {
    it(`A24: refuses SCRAM with ${trick}, at once`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate: certificates.good, trick });
      });
      const started = performance.now();
      const error = await failure(await fixture.client(server.port));
      const ms = performance.now() - started;
      assert.equal(error.code, 'server-not-authenticated');
      assert.ok(ms < 1000, `${ms} ms`);
      await server.peers[0]?.expectClose();
    });
  }

  it('A24: takes the signature as one more challenge', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate: certificates.good, trick: 'signature-as-challenge' });
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    await client.connection.connect();
    assert.equal(client.connection.jid?.full, 'ada@localhost/test');
  });

  it('A28: writes neither passwords nor messages to the log', async () => {
    const server = await fixture.serve(async (peer) => {
      const mechanisms = server.peers.length === 1 ? ['PLAIN'] : ['SCRAM-SHA-256'];
      await peer.signIn({ certificate: certificates.good, mechanisms });
      peer.send(`${message('boss@localhost', 'classified')}<private>classified</wrong>`);
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    client.connection.start();
    await eventually('three connections', () => server.peers.length >= 3);
    assert.ok(client.lines.length > 0);
    const plain = Buffer.from('\0ada\0secret').toString('base64');
    for (const secret of ['secret', plain, 'classified', 'private', 'p=', '<']) {
      assert.ok(!client.lines.join('\n').includes(secret), secret);
    }
  });

  it('F25: tries a wrong password once, closes the socket and asks the user', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate: certificates.good, password: 'another' });
    });
    const client = await fixture.client(server.port);
    client.connection.start();
    await eventually('the question', () => client.connection.state.phase === 'needsUser');
    assert.equal(client.connection.state.error?.code, 'wrong-password');
    await server.peers[0]?.expectClose(1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(server.peers.length, 1);
  });
});
