import assert from 'node:assert/strict';
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
