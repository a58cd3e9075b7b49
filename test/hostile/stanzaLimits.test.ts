import assert from 'node:assert/strict';
import { Unsendable } from '../../src/xmpp/stanza/stanzaError.ts';
import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { eventually, HostileFixture, type TestClient } from '../support/hostileFixture.ts';
import type { HostilePeer } from '../support/hostilePeer.ts';

const NS_SM = 'urn:xmpp:sm:3';
const NS_STREAMS = 'urn:ietf:params:xml:ns:xmpp-streams';

const message = (id: string, body = id) =>
  xml('message', { to: 'bob@localhost', id }, xml('body', null, body));
const LARGE = 'x'.repeat(70_000);

/** How a server ends the stream over what it does not take. */
interface Manner {
  readonly ends: (peer: HostilePeer) => void;
  readonly isTaken: (stanza: Element) => boolean;
  /** Whether the session outlives that. */
  readonly resumes?: boolean;
}

const says = (condition: string) => (peer: HostilePeer) => {
  peer.send(`<stream:error><${condition} xmlns='${NS_STREAMS}'/></stream:error></stream:stream>`);
};
const isSmall = (stanza: Element) => stanza.toString().length < 65_536;
const isClean = (stanza: Element) => !stanza.toString().includes('odd');

const MANNERS: Record<string, Manner & { readonly body: string; readonly streams: number }> = {
  'says policy-violation of its size': {
    ends: says('policy-violation'),
    isTaken: isSmall,
    body: LARGE,
    streams: 2,
  },
  'says so and keeps the session': {
    ends: says('policy-violation'),
    isTaken: isSmall,
    resumes: true,
    body: LARGE,
    streams: 2,
  },
  'closes the connection over its size': {
    ends: (peer) => {
      peer.destroy();
    },
    isTaken: isSmall,
    body: LARGE,
    streams: 4,
  },
  'closes the connection over its size and keeps the session': {
    ends: (peer) => {
      peer.destroy();
    },
    isTaken: isSmall,
    resumes: true,
    body: LARGE,
    streams: 4,
  },
  'says policy-violation of what is in it': {
    ends: says('policy-violation'),
    isTaken: isClean,
    body: 'odd',
    streams: 3,
  },
  'says not-well-formed of what is in it, and keeps the session': {
    ends: says('not-well-formed'),
    isTaken: isClean,
    resumes: true,
    body: 'odd',
    streams: 3,
  },
  'breaks down over it': {
    ends: says('internal-server-error'),
    isTaken: isClean,
    body: 'odd',
    streams: 5,
  },
};

describe('A message that a server ends the stream over', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    certificate = (await testCertificates()).good;
  });
  afterEach(() => fixture.dispose());

  /** A server that has stream management, and the ids of the messages that it took. */
  async function serve({ ends, isTaken, resumes = false }: Manner) {
    const taken: string[] = [];
    let handled = 0;
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.authenticate();
      await peer.open(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='${NS_SM}'/>`);
      for (;;) {
        const element = await peer.next();
        const { id = '' } = element.attrs;
        if (element.getName() === 'resume' && resumes) {
          peer.send(`<resumed xmlns='${NS_SM}' previd='session' h='${handled}'/>`);
        } else if (element.getName() === 'resume') {
          peer.send(`<failed xmlns='${NS_SM}'/>`);
        } else if (element.getName() === 'enable') {
          handled = 0;
          peer.send(`<enabled xmlns='${NS_SM}' id='session' resume='true'/>`);
        } else if (element.getName() === 'iq') {
          peer.send(
            `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>ada@localhost/test</jid></bind></iq>`,
          );
        } else if (element.getName() === 'r') {
          peer.send(`<a xmlns='${NS_SM}' h='${handled}'/>`);
        } else if (element.getName() === 'message') {
          if (!isTaken(element)) {
            ends(peer);
            return;
          }
          handled += 1;
          taken.push(id);
        }
      }
    });
    return { server, taken };
  }

  /** What becomes of messages, which are sent again in a new session as the outbox does. */
  function follow({ connection }: TestClient) {
    const told = { refused: [] as unknown[], acked: [] as unknown[], why: '' };
    let again: readonly Element[] = [];
    connection.onUnsent((stanzas) => (again = stanzas));
    connection.onOnline(() => {
      for (const stanza of again)
        connection.send(message(stanza.attrs['id'] ?? '', stanza.getChildText('body') ?? ''));
      again = [];
    });
    connection.onAcked((stanzas) => {
      told.acked.push(...stanzas.map(({ attrs }) => attrs['id']));
    });
    connection.onRefused(({ stanza, reason }) => {
      told.refused.push(stanza.attrs['id']);
      told.why = reason.why;
    });
    return told;
  }

  for (const [what, manner] of Object.entries(MANNERS)) {
    it(`is refused once, and all others arrive, where it ${what}`, async () => {
      const { server, taken } = await serve(manner);
      const client = await fixture.client(server.port);
      const told = follow(client);
      await client.connection.connect();
      const bodies = ['one', 'two', manner.body, 'three', 'four'];
      for (const body of bodies) {
        client.connection.send(message(body === manner.body ? 'culprit' : body, body));
      }
      await eventually('the others', () => new Set(told.acked).size === 4, 60_000);
      assert.deepEqual(told.refused, ['culprit']);
      assert.equal(told.why, manner.body === LARGE ? 'size' : 'content');
      assert.equal(server.peers.length, manner.streams);
      assert.deepEqual([...new Set(taken)], ['one', 'two', 'three', 'four']);
      assert.equal(client.connection.state.phase, 'online');
    });
  }

  it('is told of where nothing is acknowledged, too', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate });
      if (server.peers.length > 1) return peer.expectClose();
      for (let element = await peer.next(); isSmall(element); element = await peer.next());
      says('policy-violation')(peer);
    });
    const client = await fixture.client(server.port);
    const told = follow(client);
    await client.connection.connect();
    for (const body of ['one', LARGE, 'two'])
      client.connection.send(message(body.slice(0, 3), body));
    await eventually('the refusal', () => told.refused.length > 0);
    assert.deepEqual(told.refused, ['xxx']);
  });

  it('is not sent where the server says beforehand how much it takes', async () => {
    const limits = `<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>65536</max-bytes></limits>`;
    const heard: unknown[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features: limits });
      while (heard.length < 2) heard.push((await peer.next()).attrs['id']);
      await peer.expectClose();
    });
    const { connection, session } = await fixture.client(server.port);
    await connection.connect();
    const fits =
      65_536 - message('fits', '').toString().length + '<body/>'.length - '<body></body>'.length;
    connection.send(message('fits', 'x'.repeat(fits)));
    const isTooLarge = (error: unknown) =>
      error instanceof Unsendable && error.why === 'size' && error.maxBytes === 65_536;
    assert.throws(() => {
      connection.send(message('fits', 'x'.repeat(fits + 1)));
    }, isTooLarge);
    assert.throws(() => {
      connection.send(message('escaped', '&'.repeat(20_000)));
    }, isTooLarge);
    const payload = xml('query', { xmlns: 'urn:example:large' }, LARGE);
    await assert.rejects(session.request({ type: 'set', payload }), isTooLarge);
    connection.send(message('last'));
    await eventually('what fits', () => heard.length === 2);
    assert.deepEqual(heard, ['fits', 'last']);
    assert.equal(connection.state.phase, 'online');
  });
});
