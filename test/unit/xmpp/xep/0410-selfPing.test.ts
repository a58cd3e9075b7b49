import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Jid } from '../../../../src/base/jid.ts';
import { selfPing } from '../../../../src/xmpp/xep/0410-selfPing.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const error = (condition: string) =>
  `<iq type="error"><error type="cancel">
     <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`;
const info = '<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info" /></iq>';

function ping() {
  const session = new FakeSession();
  return { session, state: selfPing(session, Jid.of('cave@rooms.example.net/thirdwitch')) };
}

/** What a self-ping tells by the answers to it, and to what is asked after it. */
async function stateBy(...answers: readonly string[]) {
  const { session, state } = ping();
  for (const answer of answers) {
    session.answer(answer);
    await setImmediate();
  }
  assert.equal(session.sent.length, answers.length);
  return state;
}

describe('the self-ping (XEP-0410 §3.2)', () => {
  it('is sent to ourselves in the room', () => {
    const { session } = ping();
    const [iq] = session.sent;
    assert.equal(iq?.attrs['to'], 'cave@rooms.example.net/thirdwitch');
    assert.ok(iq.getChild('ping', 'urn:xmpp:ping'));
  });

  it('finds us inside by a result, or where an answer is refused', async () => {
    assert.equal(await stateBy('<iq type="result" />'), 'inside');
    assert.equal(await stateBy(error('service-unavailable')), 'inside');
    assert.equal(await stateBy(error('feature-not-implemented')), 'inside');
  });

  it('finds us outside by any other error', async () => {
    for (const condition of ['not-acceptable', 'not-allowed', 'bad-request', 'forbidden']) {
      assert.equal(await stateBy(error(condition)), 'outside');
    }
  });

  it('decides nothing where the service is out of reach', async () => {
    assert.equal(await stateBy(error('remote-server-timeout')), 'undecided');
    assert.equal(await stateBy(error('remote-server-not-found')), 'undecided');
    const silent = ping();
    silent.session.clock.advance(59_999);
    silent.session.clock.advance(1);
    assert.equal(await silent.state, 'undecided');
    const lost = ping();
    lost.session.stream.goOffline();
    assert.equal(await lost.state, 'undecided');
  });

  it('tells a room that is gone from a nick that changed, which both servers do not', async () => {
    const missing = error('item-not-found');
    assert.equal(await stateBy(missing, missing), 'gone');
    assert.equal(await stateBy(missing, info), 'outside');
    assert.equal(await stateBy(missing, error('service-unavailable')), 'outside');
    assert.equal(await stateBy(missing, error('remote-server-timeout')), 'undecided');
    assert.equal(await stateBy(missing, error('gone')), 'destroyed');
    assert.equal(await stateBy(error('gone')), 'destroyed');
  });
});
