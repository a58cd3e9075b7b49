import assert from 'node:assert/strict';
import { messageReceived } from '../../../../src/xmpp/im/messages.ts';
import { parseStanzaIds, verifyStanzaIds } from '../../../../src/xmpp/xep/0359-stanzaIds.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { attachModules } from '../../../../src/xmpp/modules.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const NS_INFO = 'http://jabber.org/protocol/disco#info';

/** A session and the trusted ids of the messages that it received. */
function start() {
  const session = new FakeSession();
  attachModules(session);
  const seen: (string | undefined)[] = [];
  session.on(messageReceived, ({ stanzaId }) => seen.push(stanzaId));
  return { session, seen };
}

const info = (feature: string) =>
  `<iq type="result"><query xmlns="${NS_INFO}"><feature var="${feature}" /></query></iq>`;

const message = (...by: readonly string[]) =>
  `<message from="romeo@example.net/orchard" type="chat"><body>x</body>${by
    .map((jid, index) => `<stanza-id xmlns="urn:xmpp:sid:0" id="s${index}" by="${jid}" />`)
    .join('')}</message>`;

describe('stanza-ids (XEP-0359)', () => {
  it('are trusted of our own account alone, once it announces them', async () => {
    const { session, seen } = start();
    session.receive(message('juliet@example.org'));
    const verified = verifyStanzaIds(session);
    session.answer(info('urn:xmpp:sid:0'));
    assert.equal(await verified, true);
    session.receive(message('romeo@example.net', 'juliet@example.org'));
    session.receive(message('romeo@example.net', 'juliet@example.org/balcony', 'example.org'));
    session.receive(message('juliet@example.org', 'juliet@example.org'));
    assert.deepEqual(seen, [undefined, 's1', undefined, undefined]);
  });

  it('A32: are read in time that grows as their number does', () => {
    const element = xml('message', {});
    for (let index = 0; index < 50_000; index += 1) {
      element.append(xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', id: 's', by: `j${index}@x` }));
    }
    const started = process.cpuUsage();
    assert.equal(parseStanzaIds(element).length, 50_000);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 1_000_000, `${user} µs`);
  });

  it('are not trusted where the account does not announce them', async () => {
    const { session, seen } = start();
    const verified = verifyStanzaIds(session);
    session.answer(info('urn:xmpp:mam:2'));
    assert.equal(await verified, false);
    session.receive(message('juliet@example.org'));
    assert.deepEqual(seen, [undefined]);
  });

  it('are asked for anew on a new stream, and still trusted after a resumption', async () => {
    const { session, seen } = start();
    const verified = verifyStanzaIds(session);
    session.answer(info('urn:xmpp:sid:0'));
    await verified;
    for (const resumed of [true, false]) {
      session.stream.goOffline();
      session.stream.goOnline(resumed);
      session.receive(message('juliet@example.org'));
    }
    assert.deepEqual(seen, ['s0', undefined]);
  });
});
