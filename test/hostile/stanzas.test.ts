import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import { rosterPushed } from '../../src/xmpp/im/roster.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { StanzaSession } from '../../src/xmpp/stanza/stanzaSession.ts';
import { xml } from '../../src/xmpp/stanza/xml.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { eventually, HostileFixture, message } from '../support/hostileFixture.ts';
import type { HostilePeer } from '../support/hostilePeer.ts';
import { silentLog } from '../support/silentLog.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;
const BOSS = Jid.of('boss@localhost/desk');
const version = () => xml('query', { xmlns: 'jabber:iq:version' });
const condition = (expected: string) => (error: unknown) =>
  error instanceof StanzaError && error.condition === expected;

describe('Hostile stanzas', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    certificate = (await testCertificates()).good;
  });
  afterEach(() => fixture.dispose());

  async function online(script: (peer: HostilePeer) => Promise<void>) {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate });
      await script(peer);
      await peer.expectClose(60_000);
    });
    const client = await fixture.client(server.port);
    await client.connection.connect();
    return client;
  }

  it('A5: takes an answer only from whom it asked, and asks with ids nobody can guess', async () => {
    const ids: string[] = [];
    const client = await online(async (peer) => {
      const { attrs } = await peer.expect('iq');
      const id = attrs['id'] ?? '';
      ids.push(id);
      const answer = (from: string) =>
        `<iq type='result' id='${id}' ${from}><x xmlns='${from ? 'a' : 'b'}'/></iq>`;
      for (const from of ['evil@x', 'boss@localhost', 'boss@localhost/other', 'localhost', '@']) {
        peer.send(answer(`from='${from}'`));
      }
      peer.send(answer(''));
      peer.send(`<iq type='result' id='${id}' from='${BOSS.full}'><right xmlns='a'/></iq>`);
    });
    const answer = await client.session.request({ type: 'get', to: BOSS, payload: version() });
    assert.equal(answer.getChildElements()[0]?.getName(), 'right');
    assert.match(ids[0] ?? '', UUID);
  });

  it('A6: takes an error without a payload, and senders that are none, and goes on', async () => {
    const client = await online(async (peer) => {
      const { attrs } = await peer.expect('iq');
      peer.send(`<iq type='error' id='${attrs['id'] ?? ''}' from='${BOSS.full}'/>`);
      peer.send(message('@', 'evil') + `<iq from='@' type='get' id='1'/><presence from='@'/>`);
      peer.send(`<iq type='error'/><iq/><message type='error'/><presence type='error'/>`);
      peer.send(message('boss@localhost', 'good'));
    });
    const request = client.session.request({ type: 'get', to: BOSS, payload: version() });
    await assert.rejects(request, condition('undefined-condition'));
    await eventually('the next stanza', () => client.bodies.includes('good'));
    assert.ok(!client.bodies.includes('evil'));
    assert.equal(client.connection.state.phase, 'online');
  });

  it('A4: takes roster pushes from its own account only', async () => {
    const push = (from: string, jid: string) =>
      `<iq type='set' id='1' ${from}><query xmlns='jabber:iq:roster'><item jid='${jid}' subscription='both'/></query></iq>`;
    const senders = ["from='evil@x'", "from='localhost'", "from='ada@localhost/other'"];
    const answers: (string | undefined)[] = [];
    const pushed: string[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate });
      for (const sender of senders) {
        peer.send(push(sender, 'evil@x'));
        const answer = await peer.expect('iq');
        answers.push(answer.getChild('error')?.getChildElements()[0]?.getName());
      }
      peer.send(push('', 'boss@localhost'));
      answers.push((await peer.expect('iq')).attrs['type']);
      await peer.expectClose(60_000);
    });
    const client = await fixture.client(server.port);
    client.session.on(rosterPushed, ({ jid }) => pushed.push(jid.bare));
    await client.connection.connect();
    await eventually('the answers', () => answers.length === senders.length + 1);
    assert.deepEqual(answers, [...senders.map(() => 'service-unavailable'), 'result']);
    assert.deepEqual(pushed, ['boss@localhost']);
  });

  it('A20: tells strangers nothing that an absent account would not tell', async () => {
    const payloads = [
      "<ping xmlns='urn:xmpp:ping'/>",
      "<query xmlns='jabber:iq:version'/>",
      "<query xmlns='jabber:iq:last'/>",
      "<query xmlns='http://jabber.org/protocol/disco#info'/>",
    ];
    const answers: (string | undefined)[] = [];
    await online(async (peer) => {
      for (const payload of payloads) {
        peer.send(`<iq type='get' from='evil@x/y' id='1'>${payload}</iq>`);
        const answer = await peer.expect('iq');
        answers.push(answer.getChild('error')?.getChildElements()[0]?.getName());
      }
    });
    await eventually('the answers', () => answers.length === payloads.length);
    assert.deepEqual(
      answers,
      payloads.map(() => 'service-unavailable'),
    );
  });

  it('A19: answers remote control and unknown requests with service-unavailable', async () => {
    const payloads = [
      "<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/rc#set-status' action='execute'/>",
      "<unknown xmlns='urn:example:unknown'/>",
      '',
    ];
    const answers: string[] = [];
    await online(async (peer) => {
      for (const [index, payload] of payloads.entries()) {
        peer.send(`<iq type='set' from='evil@x/y' id='${index}'>${payload}</iq>`);
        answers.push((await peer.expect('iq')).toString());
      }
    });
    await eventually('the answers', () => answers.length === payloads.length);
    for (const [index, answer] of answers.entries()) {
      assert.equal(
        answer,
        `<iq id="${index}" to="evil@x/y" type="error"><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
      );
    }
  });

  it('F19: gives up a request after 30 s and keeps nothing of it', async () => {
    const client = await online(async (peer) => {
      await peer.expect('iq');
    });
    const clock = new FakeClock();
    const session = new StanzaSession(client.session.account, client.connection, {
      clock,
      log: silentLog,
      mayKnowPresence: () => false,
    });
    const request = session.request({ type: 'get', to: BOSS, payload: version() });
    const rejected = assert.rejects(request, condition('remote-server-timeout'));
    assert.equal(clock.pending, 1);
    clock.advance(30_000);
    await rejected;
    assert.equal(clock.pending, 0);
    session.dispose();
  });

  it('F19: fails a request at once when the connection is lost', async () => {
    const client = await online(async (peer) => {
      await peer.expect('iq');
      peer.destroy();
    });
    const request = client.session.request({ type: 'get', to: BOSS, payload: version() });
    await assert.rejects(request, condition('not-connected'));
  });
});
