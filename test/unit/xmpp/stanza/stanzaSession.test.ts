import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Jid } from '../../../../src/base/jid.ts';
import {
  defineEvent,
  type IncomingStanza,
  sessionOffline,
  sessionOnline,
} from '../../../../src/xmpp/stanza/session.ts';
import { StanzaError } from '../../../../src/xmpp/stanza/stanzaError.ts';
import { type Element, xml } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const ROMEO = Jid.of('romeo@example.net/orchard');

function ask(session: FakeSession, to?: Jid): Promise<Element> {
  return session.request({
    type: 'get',
    ...(to ? { to } : {}),
    payload: xml('ping', { xmlns: 'urn:xmpp:ping' }),
  });
}

/** Whether the promise is settled by what has happened so far. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => (settled = true);
  promise.then(settle, settle);
  await setImmediate();
  return settled;
}

describe('StanzaSession', () => {
  describe('messages and presence', () => {
    it('reach every handler in the order received, with sender and time', () => {
      const session = new FakeSession();
      const heard: unknown[] = [];
      const note = ({ from, element, arrived }: IncomingStanza) =>
        heard.push([element.getName(), from.full, arrived]);
      session.onStanza('message', note);
      session.onStanza('presence', note);
      session.receive(
        '<presence from="Romeo@example.net/orchard" /><message /><message from="romeo@example.net" type="error" />',
      );
      const now = session.clock.now();
      assert.deepEqual(heard, [
        ['presence', 'romeo@example.net/orchard', now],
        ['message', 'juliet@example.org', now],
        ['message', 'romeo@example.net', now],
      ]);
    });

    it('whose sender is no JID are ignored, and the next one still works', () => {
      const session = new FakeSession();
      const heard: string[] = [];
      session.onStanza('message', ({ from }) => heard.push(from.full));
      session.receive('<message from="@" /><message from="" /><iq from="@" type="get" id="1" />');
      session.receive('<message from="romeo@example.net" />');
      assert.deepEqual(heard, ['romeo@example.net']);
      assert.equal(session.log.lines.length, 3);
      assert.equal(session.sent.length, 0);
    });

    it('are kept from nobody by a handler that throws', () => {
      const session = new FakeSession();
      let heard = 0;
      session.onStanza('message', () => {
        throw new Error('broken');
      });
      session.onStanza('message', () => heard++);
      session.receive('<message />');
      assert.equal(heard, 1);
      assert.deepEqual(session.log.lines, ['message handler: broken']);
    });

    it('end with the subscription', () => {
      const session = new FakeSession();
      let heard = 0;
      session.onStanza('message', () => heard++).dispose();
      session.receive('<message />');
      assert.equal(heard, 0);
    });
  });

  describe('requests', () => {
    it('wait for a resumption where that is asked for, and fail with their session', async () => {
      for (const resumed of [true, false]) {
        const session = new FakeSession();
        const request = {
          type: 'set',
          to: ROMEO,
          payload: xml('x'),
          outlivesConnection: true,
        } as const;
        const answer = session.request(request);
        session.stream.goOffline();
        session.clock.advance(300_000);
        assert.equal(await isSettled(answer), false);
        session.stream.goOnline(resumed);
        if (!resumed) return assert.rejects(answer, { condition: 'not-connected' });
        session.answer();
        assert.equal((await answer).attrs['type'], 'result');
      }
      return undefined;
    });

    it('are answered by id and by sender', async () => {
      const session = new FakeSession();
      const answer = ask(session, ROMEO);
      session.answer('<iq type="result"><ok /></iq>');
      assert.ok((await answer).getChild('ok'));
    });

    it('tell the language of the user to our server and its services, and to nobody else', () => {
      const session = new FakeSession({ language: 'es' });
      const others = ['romeo@example.net', 'example.net', 'notexample.org', 'example.org.evil'];
      const resources = ['juliet@example.org/balcony', 'room@rooms.example.org/nick'];
      const ours = ['example.org', 'search.example.org', 'room@rooms.example.org'];
      void ask(session);
      for (const to of [...ours, ...others, ...resources]) void ask(session, Jid.of(to));
      const told = session.sent.filter(({ attrs }) => attrs['xml:lang'] === 'es');
      assert.deepEqual(
        told.map(({ attrs }) => attrs['to']),
        [undefined, ...ours],
      );
      const english = new FakeSession({ language: 'en' });
      void ask(english);
      assert.equal(english.sent[0]?.attrs['xml:lang'], undefined);
    });

    it('have ids that cannot be guessed', () => {
      const session = new FakeSession();
      void ask(session);
      void ask(session);
      const ids = session.sent.map(({ attrs }) => attrs['id'] ?? '');
      assert.notEqual(ids[0], ids[1]);
      for (const id of ids) assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    });

    for (const from of ['mallory@example.com/x', 'romeo@example.net', 'example.org', '']) {
      it(`are not answered by ${from === '' ? 'nobody' : from} when somebody else was asked`, async () => {
        const session = new FakeSession();
        const answer = ask(session, ROMEO);
        const id = session.sent[0]?.attrs['id'] ?? '';
        session.receive(`<iq type="result" id="${id}" ${from === '' ? '' : `from="${from}"`} />`);
        assert.equal(await isSettled(answer), false);
        session.receive(`<iq type="result" id="${id}" from="${ROMEO.full}" />`);
        assert.equal(await isSettled(answer), true);
      });
    }

    it('to our own account are answered by it, by our server or by nobody named', async () => {
      for (const from of ['', 'juliet@example.org', 'example.org', 'juliet@example.org/balcony']) {
        const session = new FakeSession();
        const answer = ask(session);
        session.answer(`<iq type="result" ${from === '' ? '' : `from="${from}"`} />`);
        assert.equal((await answer).attrs['type'], 'result', from);
      }
    });

    it('to our own account are not answered by anybody else', async () => {
      const session = new FakeSession();
      const answer = ask(session);
      session.answer('<iq type="result" from="juliet@example.com" />');
      assert.equal(await isSettled(answer), false);
      session.clock.advance(30_000);
      await assert.rejects(answer, StanzaError);
    });

    it('reject with the error received, also where it has no payload', async () => {
      const session = new FakeSession();
      const refused = ask(session, ROMEO);
      session.answer(`<iq type="error"><error type="wait">
        <resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" />
        <text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">Later</text>
      </error></iq>`);
      const rejection = { condition: 'resource-constraint', type: 'wait', text: 'Later' };
      await assert.rejects(refused, rejection);
      const bare = ask(session, ROMEO);
      session.answer('<iq type="error" />');
      await assert.rejects(bare, { condition: 'undefined-condition' });
    });

    it('time out after 30 s, or when asked to, and leave nothing behind', async () => {
      const session = new FakeSession();
      const slow = ask(session, ROMEO);
      const quick = session.request({ type: 'get', payload: xml('x'), timeoutMs: 1000 });
      session.clock.advance(999);
      assert.equal(await isSettled(quick), false);
      session.clock.advance(1);
      await assert.rejects(quick, { condition: 'remote-server-timeout', type: 'wait' });
      session.clock.advance(28_999);
      assert.equal(await isSettled(slow), false);
      session.clock.advance(1);
      await assert.rejects(slow, { condition: 'remote-server-timeout' });
      assert.equal(session.clock.pending, 0);
    });

    it('have their time again where the answer may have come and was not read', async () => {
      const session = new FakeSession();
      const request = ask(session);
      session.setReading(false);
      session.clock.advance(30_000);
      assert.equal(await isSettled(request), false);
      session.setReading(true);
      session.answer();
      await request;
      const unanswered = ask(session);
      session.setReading(false);
      session.clock.advance(30_000);
      session.setReading(true);
      session.clock.advance(30_000);
      await assert.rejects(unanswered, { condition: 'remote-server-timeout' });
      assert.equal(session.clock.pending, 0);
    });

    it('allow their answers to be larger than other stanzas, until these have come', async () => {
      const session = new FakeSession();
      const asks = (answerBytes: number) =>
        session.request({ type: 'get', payload: xml('x'), answerBytes });
      const [small, large] = [asks(1000), asks(5000)];
      assert.equal(session.stream.allowedBytes, 5000);
      session.answer();
      await small;
      assert.equal(session.stream.allowedBytes, 5000);
      session.answer();
      await large;
      assert.equal(session.stream.allowedBytes, 0);
    });

    it('leave no timer behind once they are answered', async () => {
      const session = new FakeSession();
      const answer = ask(session);
      session.answer();
      await answer;
      assert.equal(session.clock.pending, 0);
    });

    it('fail when the connection is lost', async () => {
      const session = new FakeSession();
      const lost = ask(session, ROMEO);
      session.stream.goOffline();
      await assert.rejects(lost, { condition: 'not-connected', type: 'wait' });
      assert.equal(session.clock.pending, 0);
    });

    it('fail at once when there is no connection', async () => {
      const session = new FakeSession();
      session.stream.goOffline();
      await assert.rejects(ask(session), { condition: 'not-connected' });
      assert.equal(session.clock.pending, 0);
      assert.throws(() => {
        session.send(xml('message'));
      }, StanzaError);
    });

    it('fail when the session is disposed', async () => {
      const session = new FakeSession();
      const lost = ask(session);
      session.dispose();
      await assert.rejects(lost, { condition: 'not-connected' });
    });
  });

  describe('incoming iqs', () => {
    it('are answered by whoever handles their name and namespace', () => {
      const session = new FakeSession({ mayKnowPresence: ['romeo@example.net'] });
      session.onIq('get', 'time', 'urn:xmpp:time', ({ from, type }) =>
        xml('time', { xmlns: 'urn:xmpp:time', for: `${type} ${from.full}` }),
      );
      session.receive(
        '<iq type="get" id="1" from="romeo@example.net"><time xmlns="urn:xmpp:time" /></iq>',
      );
      assert.deepEqual(session.sent.map(String), [
        '<iq id="1" to="romeo@example.net" type="result">' +
          '<time xmlns="urn:xmpp:time" for="get romeo@example.net"/></iq>',
      ]);
    });

    it('that nobody handles, or nobody any longer, are unavailable', () => {
      const session = new FakeSession({ mayKnowPresence: ['romeo@example.net'] });
      session.onIq('get', 'time', 'urn:xmpp:time', () => undefined).dispose();
      for (const payload of ['<time xmlns="urn:xmpp:time" />', '<time />', '']) {
        session.receive(`<iq type="get" id="1" from="romeo@example.net">${payload}</iq>`);
      }
      assert.equal(session.sent.length, 3);
      for (const reply of session.sent) {
        assert.equal(reply.attrs['type'], 'error');
        assert.match(String(reply), /<service-unavailable /);
      }
    });

    it('whose handler breaks are an internal error, and the log says why', () => {
      const session = new FakeSession();
      session.onIq('set', 'x', 'urn:x', () => {
        throw new Error('broken');
      });
      session.receive('<iq type="set" id="1"><x xmlns="urn:x" /></iq>');
      assert.match(String(session.sent[0]), /<internal-server-error /);
      assert.deepEqual(session.log.lines, ['iq handler: broken']);
    });

    it('without an id, or of an unknown type, get no answer', () => {
      const session = new FakeSession();
      session.receive('<iq type="get"><x /></iq><iq type="put" id="1"><x /></iq><iq id="1" />');
      session.receive('<iq type="result" id="unknown" /><iq type="error" id="unknown" />');
      assert.equal(session.sent.length, 0);
    });

    it('are answered once the session is resumed, if the connection was lost, and never in another', () => {
      for (const resumed of [true, false]) {
        const session = new FakeSession();
        session.stream.goOffline();
        session.receive('<iq type="get" id="1"><x xmlns="urn:x" /></iq>');
        session.stream.goOnline(resumed);
        assert.deepEqual(
          session.sent.map(({ attrs }) => attrs['id']),
          resumed ? ['1'] : [],
        );
      }
    });
  });

  describe('events', () => {
    it('tell of the connection', () => {
      const session = new FakeSession();
      const heard: unknown[] = [];
      session.on(sessionOffline, () => heard.push(session.jid));
      session.on(sessionOnline, ({ jid, resumed }) => heard.push([jid.full, resumed]));
      session.stream.goOffline();
      session.stream.goOnline(true);
      assert.equal(session.jid?.full, 'juliet@example.org/balcony');
      assert.deepEqual(heard, [undefined, ['juliet@example.org/balcony', true]]);
    });

    it('reach those that listen, as long as they do', () => {
      const session = new FakeSession();
      const key = defineEvent<number>('counted');
      const heard: number[] = [];
      session.emit(key, 1);
      const subscription = session.on(key, (value) => heard.push(value));
      session.emit(key, 2);
      subscription.dispose();
      session.emit(key, 3);
      assert.deepEqual(heard, [2]);
    });
  });

  it('lets our account, our server and those who see our presence know that we are here', () => {
    const session = new FakeSession({ mayKnowPresence: ['romeo@example.net'] });
    const may = (jid: string) => session.mayKnowPresence(Jid.of(jid));
    assert.deepEqual(
      ['juliet@example.org/x', 'example.org', 'romeo@example.net/orchard'].map(may),
      [true, true, true],
    );
    assert.deepEqual(
      ['example.org/x', 'other@example.org', 'example.net', 'juliet@example.com'].map(may),
      [false, false, false, false],
    );
  });
});
