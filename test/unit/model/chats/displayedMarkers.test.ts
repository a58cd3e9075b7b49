import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { DisplayedMarkers } from '../../../../src/model/chats/displayedMarkers.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const bob = Jid.of('bob@example.org');
const eve = Jid.of('eve@example.org');

describe('DisplayedMarkers', () => {
  let session: FakeSession;
  let online: boolean;
  let allowed: boolean;
  let markers: DisplayedMarkers;

  beforeEach(() => {
    session = new FakeSession({ mayKnowPresence: [bob.bare] });
    online = allowed = true;
    markers = new DisplayedMarkers({
      session: () => (online ? session : undefined),
      sendDisplayed: () => allowed,
      audienceOf: () => 'contact',
    });
  });

  const told = () => session.sent.map((stanza) => stanza.getChild('displayed')?.attrs['id']);

  it('tells the newest of what was seen, once', () => {
    markers.see(bob);
    for (const id of ['1', '2', '3']) markers.ask(bob, id);
    assert.deepEqual(told(), []);
    markers.see(bob);
    markers.see(bob);
    assert.deepEqual(told(), ['3']);
    markers.ask(bob, '4');
    markers.see(bob);
    assert.deepEqual(told(), ['3', '4']);
  });

  it('tells later what was seen while there was no session', () => {
    online = false;
    markers.ask(bob, '1');
    markers.see(bob);
    online = true;
    markers.flush();
    markers.flush();
    assert.deepEqual(told(), ['1']);
  });

  it('does not take a message that came meanwhile for seen', () => {
    online = false;
    markers.ask(bob, '1');
    markers.see(bob);
    markers.ask(bob, '2');
    online = true;
    markers.flush();
    assert.deepEqual(told(), []);
  });

  it('tells strangers nothing, nor anybody where the user says so, also later', () => {
    markers.ask(eve, '1');
    markers.see(eve);
    allowed = false;
    markers.ask(bob, '2');
    markers.see(bob);
    allowed = true;
    markers.see(bob);
    markers.flush();
    assert.deepEqual(told(), []);
  });
});
