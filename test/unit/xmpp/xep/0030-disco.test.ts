import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { serviceInfo, serviceItems } from '../../../../src/xmpp/xep/0030-disco.ts';
import { attachModules } from '../../../../src/xmpp/modules.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const SERVER = Jid.of('example.org');
const INFO =
  '<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info"><feature var="a" /></query></iq>';
const ITEMS = '<iq type="result"><query xmlns="http://jabber.org/protocol/disco#items" /></iq>';

describe('service discovery', () => {
  it('asks a service once per stream, also when asked twice at once', async () => {
    const session = new FakeSession();
    attachModules(session);
    const both = Promise.all([serviceInfo(session, SERVER), serviceInfo(session, SERVER)]);
    session.answer(INFO);
    const [first, second] = await both;
    assert.deepEqual(first.features, ['a']);
    assert.equal(first, second);
    const items = serviceItems(session, SERVER);
    session.answer(ITEMS);
    await items;
    await serviceItems(session, SERVER);
    assert.equal(session.sent.length, 2);
  });

  it('asks again on a new stream, not on a resumed one', async () => {
    const session = new FakeSession();
    attachModules(session);
    const first = serviceInfo(session, SERVER);
    session.answer(INFO);
    await first;
    session.stream.goOffline();
    session.stream.goOnline(true);
    await serviceInfo(session, SERVER);
    assert.equal(session.sent.length, 1);
    session.stream.goOffline();
    session.stream.goOnline(false);
    const again = serviceInfo(session, SERVER);
    session.answer(INFO);
    await again;
    assert.equal(session.sent.length, 2);
  });

  it('asks again after a failure', async () => {
    const session = new FakeSession();
    const failed = serviceInfo(session, SERVER);
    session.answer('<iq type="error" />');
    await assert.rejects(failed, { condition: 'undefined-condition' });
    const again = serviceInfo(session, SERVER);
    session.answer(INFO);
    assert.deepEqual((await again).features, ['a']);
  });
});
