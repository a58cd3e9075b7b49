import assert from 'node:assert/strict';
import { xml } from '../../src/xmpp/stanza/xml.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { eventually, HostileFixture, message } from '../support/hostileFixture.ts';
import type { HostilePeer } from '../support/hostilePeer.ts';
import { told } from '../support/say.ts';

const NS_SM = 'urn:xmpp:sm:3';
const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const SM = `<sm xmlns='${NS_SM}'/>`;

/** What a server may say while something else is waited for. */
const ASIDES: Record<string, string> = {
  'a request for a count': `<r xmlns='${NS_SM}'/>`,
  'a count': `<a xmlns='${NS_SM}' h='0'/>`,
  'a message': message('boss@localhost', 'early'),
  'something unknown': `<news xmlns='urn:example:news'><resumed/></news>`,
  'an answer of another name space': `<enabled xmlns='urn:example:news'/>`,
};

describe('The dialogue before a session', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    certificate = (await testCertificates()).good;
  });
  afterEach(() => fixture.dispose());

  const enabled = `<enabled xmlns='${NS_SM}' id='session' resume='true'/>`;

  async function enable(peer: HostilePeer, aside: string): Promise<void> {
    await peer.expect('enable');
    peer.send(aside + enabled);
  }

  for (const [what, aside] of Object.entries(ASIDES)) {
    it(`has stream management on where ${what} comes before it is`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate, features: SM });
        await enable(peer, aside);
        if (what === 'a request for a count') {
          assert.equal((await peer.expect('a')).attrs['h'], '0');
        }
        await peer.expect('message');
        peer.send(`<a xmlns='${NS_SM}' h='1'/>`);
        await peer.expectClose();
      });
      const { connection, bodies } = await fixture.client(server.port);
      const acked: unknown[] = [];
      connection.onAcked((stanzas) => acked.push(...stanzas.map(({ attrs }) => attrs['id'])));
      await connection.connect();
      assert.equal(connection.resumeState?.id, 'session');
      connection.send(xml('message', { to: 'bob@localhost', id: 'one' }));
      await eventually('the acknowledgement', () => acked.length === 1);
      assert.deepEqual(bodies, what === 'a message' ? ['early'] : []);
    });

    it(`goes on with a session where ${what} comes before its resumption`, async () => {
      const server = await fixture.serve(async (peer) => {
        if (server.peers.length === 1) {
          await peer.signIn({ certificate, features: SM });
          await enable(peer, '');
          peer.destroy();
          return;
        }
        await peer.startTls(certificate);
        await peer.authenticate();
        await peer.open(SM);
        await peer.expect('resume');
        peer.send(`${aside}<resumed xmlns='${NS_SM}' previd='session' h='0'/>`);
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port);
      const online: boolean[] = [];
      connection.onOnline(({ resumed }) => online.push(resumed));
      connection.start();
      await eventually('the resumption', () => online.length === 2);
      assert.deepEqual(online, [false, true]);
    });

    it(`signs in where ${what} comes among the steps`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.startTls(certificate);
        // Between the client's steps and the server's, within TLS.
        const send = peer.send.bind(peer);
        peer.send = (data) => {
          if (/^<(?:challenge|success)/u.test(String(data))) send(aside);
          send(data);
        };
        await peer.authenticate();
        peer.send = send;
        await peer.answerOpen(
          `${aside}<stream:features><bind xmlns='${NS_BIND}'/></stream:features>`,
        );
        const { attrs } = await peer.expect('iq');
        peer.send(
          `${aside}<iq type='result' id='${attrs['id'] ?? ''}'><bind xmlns='${NS_BIND}'><jid>ada@localhost/x</jid></bind></iq>`,
        );
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port);
      await connection.connect();
      assert.equal(connection.jid?.full, 'ada@localhost/x');
    });
  }

  for (const [bound, jid] of [
    ['a.lovelace@localhost', 'a.lovelace@localhost'],
    ['ada@elsewhere.example', undefined],
  ] as const) {
    it(`tells that ${bound} is bound, once, and tries no more`, async () => {
      const server = await fixture.serve(async (peer) => {
        await peer.startTls(certificate);
        await peer.authenticate();
        await peer.bind('', bound);
        await peer.expectClose();
      });
      const { connection, states } = await fixture.client(server.port);
      connection.start();
      await eventually('the sentence', () => connection.state.phase === 'needsUser');
      const { error } = connection.state;
      assert.equal(error?.code, 'other-address');
      assert.equal(error.params['jid'], jid);
      assert.match(told(error), /^localhost signs ada@localhost in as .+; .+\.$/u);
      assert.ok(!states.some(({ phase }) => phase === 'waiting'));
      assert.equal(server.peers.length, 1);
    });
  }

  it('ends where a server talks on unasked instead of answering', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features: SM });
      await peer.expect('enable');
      for (let n = 0; n < 2000 && !peer.gone; n++) await peer.sendSlowly(`<r xmlns='${NS_SM}'/>`);
      await peer.expectClose();
    });
    const { connection } = await fixture.client(server.port);
    await assert.rejects(connection.connect(), { code: 'bad-stream' });
  });
});
