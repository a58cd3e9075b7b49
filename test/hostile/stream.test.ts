import assert from 'node:assert/strict';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import {
  eventually,
  failure,
  HostileFixture,
  message,
  type TestClient,
} from '../support/hostileFixture.ts';
import type { HostilePeer } from '../support/hostilePeer.ts';

const NS_SM = 'urn:xmpp:sm:3';
const MEBIBYTE = 1024 * 1024;
const MAX_LAG_MS = 100;

describe('A hostile stream', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    certificate = (await testCertificates()).good;
  });
  afterEach(() => fixture.dispose());

  /** The first connection gets `evil` after it signed in; the next one gets a message. */
  async function attack(
    evil: (peer: HostilePeer, client: TestClient) => Promise<void>,
    features = '',
  ) {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features });
      if (features !== '') {
        await peer.expect('enable');
        peer.send(`<enabled xmlns='${NS_SM}'/>`);
      }
      if (server.peers.length === 1) await evil(peer, client);
      else peer.send(message('boss@localhost', 'after'));
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    client.connection.start();
    await eventually('the next connection', () => client.bodies.includes('after'), 60_000);
    return { server, client };
  }

  /** The condition of the stream error the client sends next. */
  async function condition(peer: HostilePeer): Promise<string> {
    const error = await peer.expect('error');
    return error
      .getChildElements()
      .map((condition) => condition.getName())
      .join(' ');
  }

  /**
   * Prints and judges how long one turn of the event loop takes at most while `work` runs. It is
   * counted in CPU time, so that whatever else the machine does makes no difference.
   */
  async function measureLag(what: string, work: () => Promise<unknown>): Promise<void> {
    let running = true;
    let worst = 0;
    let before = process.cpuUsage();
    const turn = () => {
      const { user, system } = process.cpuUsage(before);
      worst = Math.max(worst, (user + system) / 1000);
      before = process.cpuUsage();
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await work();
    running = false;
    console.log(`      event loop lag, ${what}: ${worst.toFixed(0)} ms at most`);
    assert.ok(worst > 0 && worst <= MAX_LAG_MS, `${worst} ms`);
  }

  it('A29: ends a stream whose acknowledgement is too high', async () => {
    let seen = '';
    await attack(async (peer) => {
      peer.send(`<a xmlns='${NS_SM}' h='4000000000'/>`);
      seen = await condition(peer);
    }, `<sm xmlns='${NS_SM}'/>`);
    assert.equal(seen, 'undefined-condition handled-count-too-high');
  });

  const malformed: Record<string, [evil: string, condition: string]> = {
    'A30: an entity': ['<message><body>&foo;</body></message>', 'not-well-formed'],
    'A30: a NUL character': ['<message><body>&#0;</body></message>', 'not-well-formed'],
    'A31: two senders': [
      `<message from='boss@localhost' from='evil@x'><body>evil</body></message>`,
      'not-well-formed',
    ],
    'A31: an unquoted attribute': ['<message from=evil@x/>', 'not-well-formed'],
    'A31: a comment': ['<message><body>a<!-- evil -->b</body></message>', 'restricted-xml'],
    'A31: a processing instruction': ['<message><?evil?></message>', 'restricted-xml'],
    'A31: a document type': ['<!DOCTYPE evil>', 'not-well-formed'],
    'A31: an unbound prefix': ['<evil:message/>', 'not-well-formed'],
    'A31: bytes that are not UTF-8': ['\xff', 'not-well-formed'],
  };
  for (const [what, [evil, expected]] of Object.entries(malformed)) {
    it(`${what} ends the stream as ${expected}, and the next one works`, async () => {
      let seen = '';
      const { client } = await attack(async (peer, { bodies }) => {
        peer.send(message('boss@localhost', 'before'));
        // Bytes that are no text hide the rest of their packet, so not in the same one.
        await eventually('what came before', () => bodies.length === 1);
        peer.send(Buffer.from(`${evil}${message('boss@localhost', 'evil')}`, 'latin1'));
        seen = await condition(peer);
      });
      assert.equal(seen, expected);
      assert.deepEqual(client.bodies, ['before', 'after']);
    });
  }

  /** Sends the beginning of a message that goes on for 200 MiB. Result: bytes until it was cut off. */
  async function flood(peer: HostilePeer): Promise<number> {
    const chunk = Buffer.alloc(16_384, 'x');
    let sent = 0;
    await peer.sendSlowly('<message><body>');
    while (sent < 200 * MEBIBYTE && !peer.received.includes('policy-violation')) {
      await peer.sendSlowly(chunk);
      sent += chunk.length;
    }
    return sent;
  }

  it('A32: stops a body of 200 MiB after 4 MiB once signed in', async () => {
    let sent = 0;
    let measured: Promise<void> | undefined;
    await attack((peer) => {
      measured = measureLag('200 MiB after signing in', async () => {
        sent = await flood(peer);
      });
      return measured;
    });
    await measured;
    assert.ok(sent >= 4 * MEBIBYTE && sent < 8 * MEBIBYTE, `${sent} bytes`);
  });

  it('A32: stops it after 64 KiB before signing in', async () => {
    let sent = 0;
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.expectAuth(['SCRAM-SHA-1']);
      sent = await flood(peer);
    });
    const client = await fixture.client(server.port);
    await measureLag('200 MiB before signing in', async () => {
      const error = await failure(client);
      assert.equal(error.params['condition'], 'policy-violation');
      await eventually('the end of the flood', () => sent > 0);
    });
    assert.ok(sent < 4 * MEBIBYTE, `${sent} bytes`);
  });

  it('A32: takes what is large and allowed', async () => {
    const body = 'я'.repeat(2 * MEBIBYTE - 100);
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate });
      await peer.sendSlowly(message('boss@localhost', body));
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    await client.connection.connect();
    await measureLag('a message of 4 MiB', () =>
      eventually('the message', () => client.bodies.length > 0),
    );
    assert.ok(client.bodies[0] === body);
  });

  it('A33: stops 200,000 nested elements', async () => {
    let seen = '';
    await attack(async (peer) => {
      peer.send('<a>'.repeat(200_000));
      seen = await condition(peer);
    });
    assert.equal(seen, 'policy-violation');
  });

  it('F1: keeps 1,000 messages whole whose UTF-8 is split at every byte', async () => {
    const bodies = Array.from({ length: 1000 }, (_, n) => `Привет ${n} 👩‍👩‍👧‍👦`);
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate });
      await peer.sendByteByByte(bodies.map((body) => message('boss@localhost', body)).join(''));
      await peer.expectClose();
    });
    const client = await fixture.client(server.port);
    await client.connection.connect();
    await eventually('all messages', () => client.bodies.length >= 1000, 60_000);
    assert.deepEqual(client.bodies, bodies);
  });
});
