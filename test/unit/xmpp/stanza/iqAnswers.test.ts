import assert from 'node:assert/strict';
import { parseStanzaError, StanzaError } from '../../../../src/xmpp/stanza/stanzaError.ts';
import { type Element, xml } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { settle } from '../../../support/settle.ts';

const romeo = 'romeo@example.net';
const rosaline = 'rosaline@example.net';

describe('the answers to a flood of iqs', () => {
  let session: FakeSession;

  beforeEach(() => {
    session = new FakeSession({ mayKnowPresence: [romeo, rosaline] });
    session.stream.takes = false;
    session.onIq('get', 'ping', 'urn:xmpp:ping', () => undefined);
  });

  function flood(from: string, count: number): void {
    for (let n = 0; n < count; n++) session.stream.receive(ping(`${from}/${n % 50}`, n));
  }

  function ping(from: string, n: number, size = 0): Element {
    const payload = xml('ping', { xmlns: 'urn:xmpp:ping' }, 'x'.repeat(size));
    return xml('iq', { xmlns: 'jabber:client', type: 'get', id: String(n), from }, payload);
  }

  const bytesTo = (address: string) =>
    session.sent
      .filter(({ attrs }) => attrs['to']?.startsWith(address))
      .reduce((sum, stanza) => sum + String(stanza).length, 0);

  it('A4: are limited while the server takes none, and leave room for others', () => {
    flood(romeo, 20_000);
    assert.ok(bytesTo(romeo) < 65 * 1024, String(bytesTo(romeo)));
    flood(rosaline, 1);
    assert.ok(bytesTo(rosaline) > 0);
  });

  it('A4: are limited for strangers, too, from however many addresses', async () => {
    for (let n = 0; n < 20_000; n++) {
      session.stream.receive(ping(`stranger${n}@example.com/x`, n, 100));
      if (n % 50 === 0) await settle();
    }
    const bytes = bytesTo('stranger');
    assert.ok(bytes > 100_000 && bytes < 1.1 * 1024 * 1024, String(bytes));
  });

  it('A4: go on as the server takes them', () => {
    for (let n = 0; n < 5000; n++) {
      session.stream.receive(ping(`${romeo}/x`, n));
      const last = session.sent.at(-1);
      assert.equal(last?.attrs['id'], String(n));
      session.stream.take(last);
    }
    flood(romeo, 5000);
    const before = session.sent.length;
    session.stream.goOffline();
    session.stream.goOnline(true);
    flood(romeo, 1);
    assert.equal(session.sent.length, before);
    session.stream.goOffline();
    session.stream.goOnline(false);
    flood(romeo, 1);
    assert.equal(session.sent.length, before + 1);
  });
});

describe('an answer that has to be waited for', () => {
  let session: FakeSession;
  let finish: (payload?: Element) => void;
  let fail: (error: unknown) => void;

  beforeEach(() => {
    session = new FakeSession({ mayKnowPresence: [romeo] });
    session.onIq('get', 'slow', 'x', () => {
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    });
    ask('1');
  });

  const ask = (id: string) => {
    session.receive(`<iq type="get" id="${id}" from="${romeo}/a"><slow xmlns="x"/></iq>`);
  };
  const answers = () =>
    session.sent.map(({ attrs, children }) => [attrs['id'], attrs['type'], String(children[0])]);
  const error = (type: string, condition: string) =>
    `<error type="${type}"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;

  it('is sent when it is ready, and keeps no other from being sent', async () => {
    session.onIq('get', 'quick', 'x', () => xml('quick', { xmlns: 'x' }));
    session.receive(`<iq type="get" id="2" from="${romeo}/a"><quick xmlns="x"/></iq>`);
    assert.deepEqual(answers(), [['2', 'result', '<quick xmlns="x"/>']]);
    finish(xml('slow', { xmlns: 'x' }));
    await settle();
    assert.deepEqual(answers().slice(1), [['1', 'result', '<slow xmlns="x"/>']]);
    assert.equal(session.sent[1]?.attrs['to'], `${romeo}/a`);
    session.clock.advance(20_000);
    await settle();
    assert.equal(session.sent.length, 2);
  });

  it('is the error that its handler fails with, and none of ours goes out', async () => {
    fail(new StanzaError('item-not-found'));
    ask('2');
    fail(new Error('secret'));
    await settle();
    assert.deepEqual(answers(), [
      ['1', 'error', error('cancel', 'item-not-found')],
      ['2', 'error', error('cancel', 'internal-server-error')],
    ]);
  });

  it('is an error where it is not ready in time', async () => {
    session.clock.advance(19_999);
    await settle();
    assert.deepEqual(answers(), []);
    session.clock.advance(1);
    await settle();
    finish();
    await settle();
    assert.deepEqual(answers(), [['1', 'error', error('wait', 'resource-constraint')]]);
  });

  it('is sent in a session that was resumed, and not in another one', async () => {
    session.stream.goOffline();
    session.stream.goOnline(true);
    finish();
    await settle();
    assert.equal(session.sent.length, 1);
    ask('2');
    session.stream.goOffline();
    session.stream.goOnline(false);
    finish();
    await settle();
    assert.equal(session.sent.length, 1);
  });

  it('counts until it is there, so that a flood of questions asks no more', async () => {
    let asked = 1;
    session.onIq('get', 'slow', 'x', () => {
      asked += 1;
      return new Promise(() => undefined);
    });
    for (let n = 0; n < 20_000; n++) ask(String(n));
    assert.ok(asked > 100 && asked < 5000, String(asked));
    session.clock.advance(20_000);
    await settle();
    assert.equal(session.sent.length, asked);
  });

  it('is waited for up to the deadline of its own, uncounted, while others are answered', async () => {
    const waiting: ((payload?: Element) => void)[] = [];
    const wait = () => new Promise<Element | undefined>((resolve) => waiting.push(resolve));
    session.onIq('set', 'offer', 'x', wait, { deadlineMs: 3_600_000 });
    session.onIq('get', 'quick', 'x', () => undefined);
    session.stream.takes = false;
    for (let n = 0; n < 2000; n++) {
      session.receive(`<iq type="set" id="o${n}" from="${romeo}/a"><offer xmlns="x"/></iq>`);
    }
    session.receive(`<iq type="get" id="q" from="${romeo}/a"><quick xmlns="x"/></iq>`);
    assert.equal(waiting.length, 2000);
    assert.deepEqual(answers(), [['q', 'result', 'undefined']]);
    session.clock.advance(3_599_999);
    await settle();
    waiting[7]?.();
    await settle();
    assert.deepEqual(answers().slice(-1), [['o7', 'result', 'undefined']]);
    session.clock.advance(1);
    await settle();
    assert.deepEqual(answers().slice(-1), [
      ['o1999', 'error', error('wait', 'resource-constraint')],
    ]);
  });

  it('is sent once the session is resumed, if it became ready without a connection', async () => {
    session.stream.goOffline();
    finish();
    await settle();
    assert.deepEqual(answers(), []);
    session.stream.goOnline(true);
    assert.deepEqual(answers(), [['1', 'result', 'undefined']]);
  });

  it('may be an error with a condition of its application', async () => {
    fail(new StanzaError('bad-request', { application: '{urn:x}no-such-way' }));
    await settle();
    const sent = parseStanzaError(session.sent[0] ?? xml('iq'));
    assert.deepEqual([sent.condition, sent.application], ['bad-request', '{urn:x}no-such-way']);
  });
});
