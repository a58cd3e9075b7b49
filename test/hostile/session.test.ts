import assert from 'node:assert/strict';
import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { eventually, HostileFixture, message } from '../support/hostileFixture.ts';

describe('a session', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    ({ good: certificate } = await testCertificates());
  });
  afterEach(() => fixture.dispose());

  for (const [offered, told] of [
    [`<csi xmlns='urn:xmpp:csi:0'/>`, ['inactive', 'active', 'inactive', 'message']],
    ['', ['message']],
  ] as const) {
    it(`tells ${offered ? 'the server' : 'no server that does not ask'} whether somebody is looking`, async () => {
      const heard: string[] = [];
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate, features: offered });
        while (heard.at(-1) !== 'message') heard.push((await peer.next()).getName());
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port);
      connection.setFocused(false);
      await connection.connect();
      for (const focused of [true, true, false]) connection.setFocused(focused);
      connection.send(xml('message', { to: 'bob@localhost' }));
      await eventually('the message', () => heard.includes('message'));
      assert.deepEqual(heard, told);
    });
  }

  const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
  const NS_SM = 'urn:xmpp:sm:3';
  const features = `<sm xmlns='${NS_SM}'/>`;
  const note = (id: string) => xml('message', { to: 'bob@localhost', id }, xml('body', null, id));

  /** A client that sent two notes, of which the server has one, and left. */
  async function leave() {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features });
      await peer.expect('enable');
      peer.send(`<enabled xmlns='${NS_SM}' id='session' resume='true' max='60'/>`);
      peer.send(message('bob@localhost', 'hi'));
      await peer.expect('message');
      peer.send(`<a xmlns='${NS_SM}' h='1'/>`);
      await peer.expectClose();
      assert.doesNotMatch(peer.received, /<\/stream:stream>/u);
    });
    const client = await fixture.client(server.port);
    const { connection } = client;
    const unsent: string[] = [];
    let acked = 0;
    connection.onAcked((stanzas) => (acked += stanzas.length));
    connection.onUnsent((stanzas) => unsent.push(...stanzas.map(String)));
    await connection.connect();
    for (const id of ['one', 'two']) connection.send(note(id));
    await eventually('the message and the acknowledgement', () => {
      return client.bodies.length === 1 && acked === 1;
    });
    const state = connection.suspend();
    await server.peers[0]?.expectClose();
    assert.equal(connection.resumeState, undefined);
    await connection.stop();
    assert.deepEqual(unsent, []);
    assert.ok(state);
    assert.deepEqual(state, {
      id: 'session',
      jid: 'ada@localhost/test',
      handled: 1,
      location: undefined,
      maxSeconds: 60,
    });
    return state;
  }

  it('tells at once what one acknowledgement tells', async () => {
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features });
      await peer.expect('enable');
      peer.send(`<enabled xmlns='${NS_SM}'/>`);
      for (let n = 0; n < 4; n++) await peer.expect('message');
      peer.send(
        `<a xmlns='${NS_SM}' h='3'/><a xmlns='${NS_SM}' h='3'/><a xmlns='${NS_SM}' h='4'/>`,
      );
      await peer.expectClose();
    });
    const { connection } = await fixture.client(server.port);
    const acked: unknown[] = [];
    const taken: unknown[] = [];
    const idsOf = (stanzas: readonly Element[]) => stanzas.map(({ attrs }) => attrs['id']);
    connection.onAcked((stanzas) => acked.push(idsOf(stanzas)));
    connection.onTaken((stanzas) => taken.push(idsOf(stanzas)));
    await connection.connect();
    for (const id of ['1', '2', '3', '4']) connection.send(note(id));
    await eventually('the acknowledgements', () => acked.length === 2);
    assert.deepEqual(acked, [['1', '2', '3'], ['4']]);
    assert.deepEqual(taken, acked);
  });

  it('goes on in another process where it was left', async () => {
    const state = await leave();
    const heard: string[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.authenticate();
      await peer.open(features);
      const { attrs } = await peer.expect('resume');
      heard.push(`${attrs['previd'] ?? ''} ${attrs['h'] ?? ''}`);
      peer.send(`<resumed xmlns='${NS_SM}' previd='session' h='7'/>`);
      heard.push((await peer.expect('message')).attrs['id'] ?? '');
      peer.send(`<a xmlns='${NS_SM}' h='8'/>`);
      await peer.expectClose();
    });
    const resume = JSON.parse(JSON.stringify(state)) as typeof state;
    const { connection, lines } = await fixture.client(server.port, { resume });
    const online: boolean[] = [];
    connection.onOnline(({ resumed }) => online.push(resumed));
    const acked: unknown[] = [];
    connection.onAcked((stanzas) => acked.push(...stanzas.map(({ attrs }) => attrs['id'])));
    await connection.connect();
    connection.send(note('three'));
    await eventually('the note and its acknowledgement', () => acked.length === 1);
    assert.deepEqual([heard, online, acked], [['session 1', 'three'], [true], ['three']]);
    assert.equal(connection.jid?.full, 'ada@localhost/test');
    assert.doesNotMatch(lines.join('\n'), /three|previd|session 1/u);
  });

  it('begins anew where the server no longer has it', async () => {
    const state = await leave();
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.authenticate();
      await peer.open(`<bind xmlns='${NS_BIND}'/>${features}`);
      await peer.expect('resume');
      peer.send(`<failed xmlns='${NS_SM}'/>`);
      const { attrs } = await peer.expect('iq');
      peer.send(
        `<iq type='result' id='${attrs['id'] ?? ''}'><bind xmlns='${NS_BIND}'>
          <jid>ada@localhost/test</jid></bind></iq>`,
      );
      await peer.expect('enable');
      peer.send(`<enabled xmlns='${NS_SM}'/>`);
      await peer.expectClose();
    });
    const { connection } = await fixture.client(server.port, { resume: state });
    const told: unknown[] = [];
    connection.onOnline(({ resumed }) => told.push(resumed));
    await connection.connect();
    assert.deepEqual(told, [false]);
  });

  it('takes the place of a session of which nobody knows whether it is over', async () => {
    const state = await leave();
    const wanted: string[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.authenticate();
      await peer.open(`<bind xmlns='${NS_BIND}'/>${features}`);
      const bind = await peer.expect('iq');
      wanted.push(bind.getChild('bind', NS_BIND)?.getChildText('resource') ?? '');
      // The next try is no other session yet: this one ends before it has begun.
      if (wanted.length === 1) {
        peer.destroy();
        return;
      }
      peer.send(
        `<iq type='result' id='${bind.attrs['id'] ?? ''}'><bind xmlns='${NS_BIND}'>
          <jid>ada@localhost/${wanted.at(-1) ?? ''}</jid></bind></iq>`,
      );
      await peer.expect('enable');
      peer.send(`<failed xmlns='${NS_SM}'/>`);
      if (wanted.length === 2) peer.destroy();
      else await peer.expectClose();
    });
    const resume = { ...state, isUsed: true };
    const { connection } = await fixture.client(server.port, { resume, resource: undefined });
    connection.start();
    await eventually('three tries', () => wanted.length >= 3);
    assert.deepEqual(wanted.slice(0, 2), ['test', 'test']);
    assert.match(wanted[2] ?? '', /^parley-/u);
  });

  it('does not ask twice for a session that was refused', async () => {
    const state = await leave();
    const asked: string[] = [];
    const resources: unknown[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.startTls(certificate);
      await peer.authenticate();
      await peer.open(`<bind xmlns='${NS_BIND}'/>${features}`);
      const stanza = await peer.next();
      asked.push(stanza.getName());
      resources.push(stanza.getChild('bind', NS_BIND)?.getChildText('resource'));
      // As Prosody does when the count is not one that it knows.
      peer.send(`<failed xmlns='${NS_SM}'/><stream:error>
        <undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`);
      await peer.expectClose();
    });
    const options = { resume: state, resource: undefined };
    const { connection } = await fixture.client(server.port, options);
    connection.start();
    await eventually('two tries', () => asked.length >= 2);
    assert.deepEqual(asked.slice(0, 2), ['resume', 'iq']);
    assert.equal(resources[1], 'test', 'the server has it still, and is to end it');
  });

  it('A29: begins anew where the answer to its count is none', async () => {
    for (const answer of ['resumed', 'failed']) {
      const state = await leave();
      const asked: string[] = [];
      const server = await fixture.serve(async (peer) => {
        await peer.startTls(certificate);
        await peer.authenticate();
        await peer.open(`<bind xmlns='${NS_BIND}'/>${features}`);
        asked.push((await peer.next()).getName());
        peer.send(`<${answer} xmlns='${NS_SM}' previd='session' h='many'/>`);
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port, { resume: state });
      connection.start();
      await eventually('two tries', () => asked.length >= 2);
      assert.deepEqual(asked.slice(0, 2), ['resume', 'iq'], answer);
    }
  });

  it('F16: tells of no stanza as handled that is not kept, and has it come again', async () => {
    const heard: string[] = [];
    const server = await fixture.serve(async (peer) => {
      if (heard.length > 0) {
        await peer.startTls(certificate);
        await peer.authenticate();
        await peer.open(features);
        heard.push(`resume ${(await peer.expect('resume')).attrs['h'] ?? ''}`);
        peer.send(`<resumed xmlns='${NS_SM}' previd='session' h='0'/>`);
        peer.send(`${message('bob@localhost', 'b')}<r xmlns='${NS_SM}'/>`);
        heard.push(`a ${(await peer.expect('a')).attrs['h'] ?? ''}`);
        await peer.expectClose();
        return;
      }
      await peer.signIn({ certificate, features });
      await peer.expect('enable');
      peer.send(`<enabled xmlns='${NS_SM}' id='session' resume='true'/>`);
      for (const body of ['a', 'b']) peer.send(message('bob@localhost', body));
      peer.send(`<r xmlns='${NS_SM}'/>`);
      for (let n = 0; n < 2; n++) heard.push(`a ${(await peer.expect('a')).attrs['h'] ?? ''}`);
      peer.destroy();
    });
    const { connection, session } = await fixture.client(server.port);
    const releases: ((isKept: boolean) => void)[] = [];
    session.onStanza('message', () => releases.push(session.hold()));
    connection.start();
    await eventually('the messages', () => releases.length === 2);
    releases[0]?.(true);
    // What the server waits for it gets after a second, and the rest when that is settled.
    await eventually('an answer', () => heard.length === 1);
    releases[1]?.(false);
    await eventually('the message again', () => releases.length === 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(heard, ['a 1', 'a 1', 'resume 1']);
    releases[2]?.(true);
    await eventually('the last answer', () => heard.length === 4);
    assert.equal(heard.at(-1), 'a 2');
  });

  it('tells the server of no stanza that is not kept as handled', async () => {
    const counts: string[] = [];
    const server = await fixture.serve(async (peer) => {
      await peer.signIn({ certificate, features });
      await peer.expect('enable');
      peer.send(`<enabled xmlns='${NS_SM}' id='session' resume='true'/>`);
      for (const body of ['a', 'b', 'c']) {
        peer.send(`${message('bob@localhost', body)}<r xmlns='${NS_SM}'/>`);
      }
      for (;;) counts.push((await peer.expect('a')).attrs['h'] ?? '');
    });
    const kept: (() => void)[] = [];
    const { connection, bodies } = await fixture.client(server.port, {
      keep: (state) =>
        new Promise((resolve) => {
          kept.push(() => {
            counts.push(`kept ${String(state?.handled)}`);
            resolve();
          });
        }),
    });
    await connection.connect();
    await eventually('the messages', () => bodies.length === 3);
    assert.equal(counts.join(), '');
    for (let next = 0; next < 3; next++) {
      await eventually('a count to be kept', () => kept.length > next);
      kept[next]?.();
    }
    await eventually('the acknowledgements', () => counts.length === 5);
    assert.equal(counts.join(), 'kept 0,kept 1,1,kept 3,3');
    void connection.stop();
    await eventually('the end to be kept', () => kept.length > 3);
    kept[3]?.();
    await eventually('nothing to be kept', () => counts.at(-1) === 'kept undefined');
  });

  it('is not taken up for another account', async () => {
    const resume = { ...(await leave()), jid: 'eve@localhost/test' };
    const { connection } = await fixture.client(1, { resume });
    assert.equal(connection.resumeState, undefined);
  });
});
