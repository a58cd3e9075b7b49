import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { ChatStates } from '../../../../src/model/chats/chatStates.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const bob = Jid.of('bob@example.org');
const eve = Jid.of('eve@example.org');

describe('ChatStates', () => {
  let session: FakeSession;
  let online: boolean;
  let allowed: boolean;
  let states: ChatStates;
  /** Who believed that the user types, at each change. */
  let typing: (readonly string[])[];

  beforeEach(() => {
    session = new FakeSession({ mayKnowPresence: [bob.bare] });
    online = allowed = true;
    typing = [];
    states = new ChatStates({
      session: () => (online ? session : undefined),
      sendChatStates: () => allowed,
      clock: session.clock,
      typingChanged: () => typing.push(states.typing),
    });
  });

  const told = () => session.sent.map((stanza) => stanza.getChildElements()[0]?.getName());

  it('begins with typing, and tells each change once', () => {
    for (const state of ['active', 'inactive', 'paused', 'gone'] as const) states.set(bob, state);
    assert.deepEqual(told(), []);
    const all = ['composing', 'paused', 'composing', 'inactive', 'active'] as const;
    for (const state of all) {
      states.set(bob, state);
      states.set(bob, state);
    }
    assert.deepEqual(told(), all);
  });

  it('takes a message for the beginning, and for being active', () => {
    assert.equal(states.sending(bob), 'active');
    states.set(bob, 'active');
    assert.deepEqual(told(), []);
    states.set(bob, 'inactive');
    assert.deepEqual(told(), ['inactive']);
  });

  it('begins anew once we are gone, or they are', () => {
    states.set(bob, 'composing');
    states.set(bob, 'gone');
    states.set(bob, 'active');
    states.set(bob, 'composing');
    states.hear(bob, 'gone');
    states.set(bob, 'active');
    states.set(bob, 'composing');
    states.forget(bob);
    states.set(bob, 'paused');
    states.set(bob, 'composing');
    assert.deepEqual(told(), ['composing', 'gone', 'composing', 'composing', 'composing']);
  });

  it('is silent to who answers without a state, until they send one', () => {
    states.hear(bob, undefined);
    assert.equal(states.sending(bob), 'active');
    states.hear(bob, undefined);
    states.set(bob, 'composing');
    assert.equal(states.sending(bob), undefined);
    assert.deepEqual(told(), []);
    states.hear(bob, 'composing');
    states.set(bob, 'composing');
    assert.deepEqual(told(), ['composing']);
    states.hear(bob, undefined);
    states.forgetAll();
    assert.equal(states.sending(bob), 'active');
  });

  it('tells after a pause of the connection what the user does now', () => {
    states.set(bob, 'composing');
    online = false;
    states.set(bob, 'paused');
    states.set(bob, 'inactive');
    online = true;
    states.flush();
    states.flush();
    assert.deepEqual(told(), ['composing', 'inactive']);
  });

  it('tells in a new session only who is typing', () => {
    states.set(bob, 'composing');
    states.forgetAll();
    states.flush();
    states.set(bob, 'inactive');
    states.forgetAll();
    states.flush();
    assert.deepEqual(told(), ['composing', 'composing', 'inactive']);
  });

  it('tells strangers nothing, nor anybody where the user says so', () => {
    states.set(eve, 'composing');
    allowed = false;
    states.set(bob, 'composing');
    assert.equal(states.sending(bob), undefined);
    assert.deepEqual(told(), []);
  });

  it('takes typing back that the tab says no more of', () => {
    states.set(bob, 'composing');
    session.clock.advance(50_000);
    states.set(bob, 'composing');
    session.clock.advance(50_000);
    assert.deepEqual(told(), ['composing']);
    session.clock.advance(10_000);
    assert.deepEqual(told(), ['composing', 'paused']);
    states.set(bob, 'composing');
    states.sending(bob);
    session.clock.advance(120_000);
    assert.deepEqual(told(), ['composing', 'paused', 'composing']);
  });

  it('takes typing back before the user or this process leaves, and tells nobody else', () => {
    states.sending(eve);
    states.set(bob, 'composing');
    states.leave('paused');
    states.leave('paused');
    assert.deepEqual(told(), ['composing', 'paused']);
    states.leave('gone');
    assert.deepEqual(told(), ['composing', 'paused', 'gone']);
  });

  it('takes typing back also when the user tells no more of it', () => {
    states.set(bob, 'composing');
    allowed = false;
    for (const state of ['paused', 'composing', 'active'] as const) states.set(bob, state);
    assert.deepEqual(told(), ['composing', 'paused']);
  });

  it('says who believes that the user types, so that another process takes it back', () => {
    states.set(bob, 'composing');
    states.set(bob, 'inactive');
    states.set(bob, 'composing');
    states.sending(bob);
    assert.deepEqual(typing, [[bob.bare], [], [bob.bare], []]);
    states.forgetAll();
    states.restore([bob.bare, 'no address @', eve.bare]);
    states.flush();
    assert.deepEqual(told().slice(3), ['paused']);
  });
});
