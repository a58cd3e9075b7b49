import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Disposable } from '../../../../src/base/lifecycle.ts';
import { Jid } from '../../../../src/base/jid.ts';
import { Socks5Transport } from '../../../../src/xmpp/files/jingleSocks5.ts';
import type { JingleRole } from '../../../../src/xmpp/xep/0166-requests.ts';
import { JingleSession } from '../../../../src/xmpp/xep/0166-session.ts';
import {
  buildChoice,
  buildSocks5,
  type Candidate,
  parseSocks5,
} from '../../../../src/xmpp/xep/0260-jingleSocks5.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';
import { shakeHands, streamProxy } from '../../../support/streamProxy.ts';

const romeo = Jid.of('romeo@localhost/orchard');
const ID = { creator: 'initiator', name: 'a', senders: 'initiator' } as const;
const DISCO = 'http://jabber.org/protocol/disco';

describe('a SOCKS5 bytestream by Jingle (XEP-0260)', () => {
  let session: FakeSession;
  /** What the peer is told of the transport, in order. */
  let told: string[];
  const servers: Disposable[] = [];

  beforeEach(() => {
    session = new FakeSession({ jid: 'juliet@localhost/balcony' });
    told = [];
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.dispose();
  });

  const serve = async (...args: Parameters<typeof streamProxy>) => {
    const server = await streamProxy(...args);
    servers.push(server);
    return server;
  };
  const jingleAs = (role: JingleRole) => new JingleSession(session, romeo, 'j1', role);
  /** Lets happen what waits for no socket. */
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn++) await settle();
  };
  /** Waits for what takes sockets, whose time is not the clock's. */
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  /** Answers all but the activation; the server has a proxy at this port. */
  function answerAll(port: number): void {
    session.stream.server = (stanza) => {
      const [payload] = stanza.getChildElements();
      const to = stanza.attrs['to'] ?? '';
      const isProxy = to === 'proxy.localhost';
      const name = /<(activated|activate|candidate-used|candidate-error|proxy-error)\b/u.exec(
        String(payload),
      )?.[1];
      if (name === 'activate') return undefined;
      if (name !== undefined) told.push(name);
      const results: Record<string, string> = {
        [`${DISCO}#items`]: '<item jid="proxy.localhost"/>',
        [`${DISCO}#info`]: isProxy ? '<identity category="proxy" type="bytestreams"/>' : '',
        'http://jabber.org/protocol/bytestreams': `<streamhost jid="proxy.localhost" host="127.0.0.1" port="${port}"/>`,
      };
      const namespace = payload?.attrs['xmlns'] ?? '';
      const result = results[namespace] ?? '';
      const query = result === '' ? '' : `<query xmlns="${namespace}">${result}</query>`;
      return parseXml(
        `<iq xmlns="jabber:client" type="result" id="${stanza.attrs['id'] ?? ''}" from="${to}">${query}</iq>`,
      );
    };
  }

  it('tries each candidate 200 ms after the one before, which may say nothing', async () => {
    answerAll(1);
    const left: Promise<unknown>[] = [];
    const silence = await serve(async (socket) => {
      left.push(once(socket.resume(), 'close'));
      await left.at(-1);
    });
    const working = await serve(async (socket) => {
      await shakeHands(socket);
      socket.end('abc');
    });
    const candidates = [silence, silence, working].map(({ port }, n): Candidate => ({
      ...{ cid: `c${n}`, host: '127.0.0.1', port, jid: romeo },
      ...{ priority: 8_257_636 - n, type: 'direct' },
    }));
    const offered = { sid: 's1', dstaddr: undefined, candidates, choice: undefined };
    const transport = new Socks5Transport(session, jingleAs('responder'), ID, {
      ...offered,
      ...{ activated: undefined, proxyFailed: false },
    });
    const stream = transport.connect();
    await until(() => silence.connections() === 1);
    session.clock.advance(199);
    await quiet();
    assert.equal(silence.connections(), 1);
    session.clock.advance(1);
    await until(() => silence.connections() === 2);
    assert.equal(working.connections(), 0);
    session.clock.advance(200);
    await until(() => told.length > 0);
    assert.deepEqual(told, ['candidate-used']);
    await Promise.all(left);
    transport.inform(buildSocks5('s1', undefined, [buildChoice('error')]));
    const bytes: Uint8Array[] = [];
    for await (const piece of (await stream).input) bytes.push(piece);
    assert.equal(String(Buffer.concat(bytes)), 'abc');
  });

  /** The stream by our proxy, which the peer has chosen; its handshake is the test's. */
  async function byOurProxy(talk: Parameters<typeof streamProxy>[0]) {
    const { port } = await serve(talk);
    answerAll(port);
    const transport = new Socks5Transport(session, jingleAs('initiator'), ID);
    const { sid, candidates } = parseSocks5(await transport.describe());
    assert.deepEqual(
      candidates.map(({ type }) => type),
      ['proxy'],
    );
    transport.agree(buildSocks5(sid, undefined, []));
    const stream = transport.connect();
    stream.catch(() => undefined);
    await until(() => told.length > 0);
    const [{ cid } = { cid: '' }] = candidates;
    transport.inform(buildSocks5(sid, undefined, [buildChoice({ used: cid })]));
    return stream;
  }

  it('is activated at our proxy once we are connected to it, and the peer is told once it is', async () => {
    let isAsked = false;
    let connect: () => void = () => undefined;
    const mayConnect = new Promise<void>((resolve) => (connect = resolve));
    const opening = byOurProxy(async (socket) => {
      // But for the last byte.
      await shakeHands(socket, { reply: [5, 0, 0, 1, 0, 0, 0, 0, 0] });
      isAsked = true;
      await mayConnect;
      socket.end(Buffer.from([0]));
    });
    await until(() => isAsked);
    await quiet();
    assert.deepEqual([told, session.sent.length], [['candidate-error'], 0]);
    connect();
    await until(() => session.sent.length > 0);
    await quiet();
    assert.equal(session.sent[0]?.attrs['to'], 'proxy.localhost');
    assert.match(
      String(session.sent[0]),
      /<query [^>]*sid="[^"]+"[^>]*><activate>romeo@localhost\/orchard<\/activate>/u,
    );
    assert.deepEqual(told, ['candidate-error']);
    session.answer();
    (await opening).destroy();
    assert.deepEqual(told, ['candidate-error', 'activated']);
  });

  it('fails, and the peer is told, where our proxy does not answer as one', async () => {
    const opening = byOurProxy(async (socket) => {
      await shakeHands(socket, { method: [5, 0xff] });
    });
    await assert.rejects(opening, { code: 'unreachable' });
    assert.deepEqual(told, ['candidate-error', 'proxy-error']);
  });
});
