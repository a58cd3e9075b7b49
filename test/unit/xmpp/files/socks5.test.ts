import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Jid } from '../../../../src/base/jid.ts';
import { expectSocks5, openSocks5 } from '../../../../src/xmpp/files/socks5.ts';
import { isStreamAddress } from '../../../../src/xmpp/files/socks5Client.ts';
import { socks5Module } from '../../../../src/xmpp/xep/0065-socks5.ts';
import type { Disposable } from '../../../../src/base/lifecycle.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { until } from '../../../support/sessionPair.ts';
import { shakeHands, streamProxy } from '../../../support/streamProxy.ts';

const NS = 'http://jabber.org/protocol/bytestreams';
const romeo = Jid.of('romeo@localhost/orchard');
const HASH = createHash('sha1')
  .update('s1romeo@localhost/orchardjuliet@localhost/balcony')
  .digest('hex');
const { signal } = new AbortController();

describe('a SOCKS5 bytestream (XEP-0065)', () => {
  let session: FakeSession;
  const servers: Disposable[] = [];

  const online = (jid: string) => {
    session = new FakeSession({ jid, mayKnowPresence: ['romeo@localhost'] });
    socks5Module.attach?.(session);
  };
  const proxy = async (...args: Parameters<typeof streamProxy>) => {
    const server = await streamProxy(...args);
    servers.push(server);
    return server;
  };
  const offer = (hosts: string, sid = 's1', from = romeo.full, more = '') => {
    session.receive(
      `<iq type="set" id="q" from="${from}"><query xmlns="${NS}" sid="${sid}" ${more}>${hosts}</query></iq>`,
    );
  };
  const host = (port: number, jid = 'proxy.localhost', at = '127.0.0.1') =>
    `<streamhost jid="${jid}" host="${at}" port="${port}"/>`;
  const answers = () =>
    session.sent
      .filter(({ attrs }) => attrs['id'] === 'q')
      .map(({ attrs, children }) => `${attrs['type'] ?? ''} ${children.join('')}`);
  const last = async (count = 1) => {
    await new Promise<void>((resolve) => {
      const look = () => (answers().length >= count ? resolve() : void setTimeout(look, 1));
      look();
    });
    return answers()[count - 1] ?? '';
  };

  beforeEach(() => {
    online('juliet@localhost/balcony');
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.dispose();
  });

  it('is connected to by the first host that works, whatever address that names', async () => {
    const bytes = randomBytes(300_000);
    const addresses: string[] = [];
    const refusing = await proxy(async (socket) => {
      await shakeHands(socket, { method: [5, 0xff] });
    });
    const name = [5, 0, 0, 3, 4, 110, 97, 109, 101, 0, 0];
    const working = await proxy(async (socket) => {
      addresses.push(await shakeHands(socket, { reply: name }));
      socket.end(bytes);
    });
    const stream = expectSocks5(session, romeo, 's1', signal);
    offer(host(refusing.port) + host(working.port, 'proxy.localhost/123'));
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await stream).input) chunks.push(chunk);
    assert.ok(Buffer.concat(chunks).equals(bytes));
    assert.deepEqual(addresses, [HASH]);
    assert.match(await last(), /^result .*<streamhost-used jid="proxy.localhost\/123"\/>/u);
    offer(host(working.port));
    assert.match(await last(2), /not-acceptable/u);
  });

  it('is connected to within a second though the hosts before say nothing, which are left then', async () => {
    const left: Promise<unknown>[] = [];
    const silence = await proxy(async (socket) => {
      left.push(once(socket.resume(), 'close'));
      await left.at(-1);
    });
    const working = await proxy(async (socket) => {
      await shakeHands(socket);
      socket.end('abc');
    });
    const stream = expectSocks5(session, romeo, 's1', signal);
    offer(
      host(silence.port) + host(silence.port, 'b.localhost') + host(working.port, 'c.localhost'),
    );
    for (const count of [1, 2]) {
      while (silence.connections() < count) await new Promise((resolve) => setTimeout(resolve, 1));
      session.clock.advance(500);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await stream).input) chunks.push(chunk);
    assert.equal(String(Buffer.concat(chunks)), 'abc');
    assert.match(await last(), /^result .*<streamhost-used jid="c.localhost"\/>/u);
    await Promise.all(left);
  });

  const replies = {
    'another version': { method: [4, 0] },
    'a failure': { reply: [5, 1, 0, 1, 0, 0, 0, 0, 0, 0] },
    'an unknown type of address': { reply: [5, 0, 0, 9, 0, 0, 0, 0, 0, 0] },
  };
  for (const [what, how] of Object.entries(replies)) {
    it(`A46: does not come about over ${what}`, async () => {
      const server = await proxy(async (socket) => {
        await shakeHands(socket, how);
      });
      const refused = assert.rejects(expectSocks5(session, romeo, 's1', signal), {
        code: 'unreachable',
      });
      offer(host(server.port));
      await refused;
      assert.match(await last(), /item-not-found/u);
    });
  }

  it('A46: is connected to only when agreed on, by whom, and by five hosts at most', async () => {
    const server = await proxy(async (socket) => {
      await shakeHands(socket, { method: [5, 0xff] });
    });
    const refused = assert.rejects(expectSocks5(session, romeo, 's1', signal), {
      code: 'unreachable',
    });
    const hosts = host(server.port).repeat(9);
    offer(hosts, 's2');
    offer(hosts, 's1', 'romeo@localhost/other');
    offer(hosts, 's1', romeo.full, 'mode="udp"');
    offer(hosts, 's1', romeo.full, `dstaddr="${'x'.repeat(256)}"`);
    offer(hosts, '');
    assert.deepEqual(
      answers().map((answer) => /not-acceptable|bad-request/u.exec(answer)?.[0]),
      ['not-acceptable', 'not-acceptable', 'not-acceptable', 'not-acceptable', 'bad-request'],
    );
    assert.equal(server.connections(), 0);
    offer(hosts);
    await refused;
    assert.equal(server.connections(), 5);
  });

  it('A46: is unreachable at once where its requester has no streamhost, or names none', async () => {
    for (const hosts of [
      '',
      `<streamhost jid="@" host="127.0.0.1" port="1"/>${host(0)}${host(65_536)}`,
    ]) {
      online('juliet@localhost/balcony');
      const refused = assert.rejects(expectSocks5(session, romeo, 's1', signal), {
        code: 'unreachable',
      });
      offer(hosts);
      await refused;
      assert.match(await last(), /item-not-found/u);
    }
  });

  it('A46: goes to no loopback address, by name or number, for other accounts', async () => {
    online('juliet@example.org/balcony');
    const server = await proxy(() => Promise.resolve());
    const refused = assert.rejects(expectSocks5(session, romeo, 's1', signal), {
      code: 'unreachable',
    });
    const names = ['127.0.0.1', 'localhost', '::ffff:127.0.0.1', '0.0.0.0', '127.1'];
    offer(names.map((name) => host(server.port, 'proxy.localhost', name)).join(''));
    await refused;
    assert.equal(server.connections(), 0);
  });

  it('A46: knows addresses of this machine and of its link', () => {
    const ours = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'];
    const never = ['0.0.0.0', '169.254.1.1', '224.0.0.1', '255.255.255.255', '::', 'fe80::1', 'x'];
    for (const ip of [...ours, ...never])
      assert.equal(isStreamAddress(ip, 'example.org'), false, ip);
    for (const ip of never) assert.equal(isStreamAddress(ip, 'localhost'), false, ip);
    for (const ip of ours) assert.equal(isStreamAddress(ip, 'localhost'), true, ip);
    for (const ip of ['192.168.1.2', '203.0.113.9', '2001:db8::1']) {
      assert.equal(isStreamAddress(ip, 'example.org'), true, ip);
    }
  });

  it('is not waited for after the signal, nor in another session', async () => {
    const control = new AbortController();
    const wait = expectSocks5(session, romeo, 's1', control.signal);
    control.abort();
    await assert.rejects(wait, { code: 'cancelled' });
    const other = assert.rejects(expectSocks5(session, romeo, 's2', signal), { code: 'offline' });
    session.stream.goOffline();
    session.stream.goOnline(false);
    await other;
  });

  it('is made through a proxy, activated before the first byte, and closed after the last', async () => {
    const events: string[] = [];
    const received: Buffer[] = [];
    const server = await proxy(async (socket) => {
      events.push(await shakeHands(socket));
      for await (const chunk of socket) received.push(chunk as Buffer);
      events.push('end');
    });
    const opening = openSocks5(session, romeo, 's1', signal);
    const request = async (name: string) => {
      await until(() =>
        session.sent.some((iq) => iq.getChildElements()[0]?.attrs['xmlns'] === name),
      );
    };
    await request('http://jabber.org/protocol/disco#items');
    session.answer(`<iq type="result"><query xmlns="http://jabber.org/protocol/disco#items">
      <item jid="proxy.localhost"/></query></iq>`);
    session.answer(`<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>`);
    await until(() => session.sent.length === 3);
    session.answer(`<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">
      <identity category="proxy" type="bytestreams"/></query></iq>`);
    await until(() => session.sent.length === 4);
    session.answer(`<iq type="result"><query xmlns="${NS}">${host(server.port)}</query></iq>`);
    await until(() => session.sent.length === 5);
    session.answer(
      `<iq type="result"><query xmlns="${NS}"><streamhost-used jid="proxy.localhost"/></query></iq>`,
    );
    while (session.sent.length < 6) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(session.sent[5]?.attrs['to'], 'proxy.localhost');
    assert.match(
      String(session.sent[5]),
      /sid="s1"><activate>romeo@localhost\/orchard<\/activate>/u,
    );
    session.answer();
    const stream = await opening;
    assert.equal(received.length, 0);
    const bytes = randomBytes(1_000_000);
    await stream.write(bytes);
    await stream.end();
    assert.ok(Buffer.concat(received).equals(bytes));
    assert.equal(events[1], 'end');
    assert.equal(
      events[0],
      createHash('sha1').update('s1juliet@localhost/balconyromeo@localhost/orchard').digest('hex'),
    );
  });

  it('is cancelled for its writer when the peer closes, and breaks off for its reader', async () => {
    const server = await proxy(async (socket) => {
      await shakeHands(socket);
      socket.write('some');
      socket.end();
    });
    const waiting = expectSocks5(session, romeo, 's1', signal);
    offer(host(server.port));
    const stream = await waiting;
    const write = async () => {
      for (;;) await stream.write(Buffer.alloc(65_536));
    };
    await assert.rejects(write(), { code: 'cancelled' });

    const resetting = await proxy(async (socket) => {
      await shakeHands(socket);
      socket.resetAndDestroy();
    });
    const again = expectSocks5(session, romeo, 's1', signal);
    offer(host(resetting.port));
    const broken = await again;
    await assert.rejects(broken.input[Symbol.asyncIterator]().next(), { code: 'offline' });
  });
});
