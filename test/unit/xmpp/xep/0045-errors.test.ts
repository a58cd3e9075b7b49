import assert from 'node:assert/strict';
import { parseRoomPresence } from '../../../../src/xmpp/xep/0045-presence.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { plain } from '../../../support/plain.ts';

const NS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

function refusal(error: string, from = 'cave@rooms.example.net/thirdwitch') {
  const presence = parseRoomPresence(
    incomingStanza(
      `<presence from="${from}" type="error" id="join"><x xmlns="http://jabber.org/protocol/muc" />
         ${error}</presence>`,
    ),
  );
  assert.ok(presence?.type === 'error');
  return presence;
}

const by = (condition: string, content = '', text = '') =>
  refusal(
    `<error type="cancel"><${condition} xmlns="${NS}">${content}</${condition}>
     <text xmlns="${NS}">${text}</text></error>`,
  ).error;

describe('refusals to join a room (XEP-0045 §7.2.17)', () => {
  it('have a kind for each condition', () => {
    const refusals = {
      'not-authorized': 'password',
      forbidden: 'forbidden',
      'item-not-found': 'notFound',
      'not-allowed': 'notAllowed',
      'not-acceptable': 'reservedNick',
      'registration-required': 'membersOnly',
      conflict: 'nickTaken',
      'service-unavailable': 'unavailable',
      'resource-constraint': 'busy',
      'jid-malformed': 'invalidNick',
      gone: 'destroyed',
      'internal-server-error': 'broken',
      'remote-server-not-found': 'unreachable',
      'remote-server-timeout': 'unreachable',
      'bad-request': 'other',
      constructor: 'other',
    };
    for (const [condition, expected] of Object.entries(refusals)) {
      assert.equal(by(condition).refusal, expected, condition);
    }
  });

  it('come from the nick or the room, with the id of our presence', () => {
    const forbidden = `<error type="auth"><forbidden xmlns="${NS}" />
      <text xmlns="${NS}">You have been banned from this room</text></error>`;
    for (const from of ['cave@rooms.example.net/thirdwitch', 'cave@rooms.example.net']) {
      assert.deepEqual(plain(refusal(forbidden, from)), {
        type: 'error',
        room: 'xmpp:cave@rooms.example.net',
        id: 'join',
        error: {
          refusal: 'forbidden',
          condition: 'forbidden',
          text: 'You have been banned from this room',
        },
      });
    }
    assert.equal(refusal('').error.refusal, 'other');
  });

  it('name the room that replaces a destroyed one, as Prosody does', () => {
    const { room, text } = by('gone', 'xmpp:coven@rooms.example.net?join', 'Macbeth doth come.');
    assert.equal(room?.full, 'coven@rooms.example.net');
    assert.equal(text, 'Macbeth doth come.');
    const encoded = by('gone', 'xmpp:caf%C3%A9@rooms.example.net?join').room;
    assert.equal(encoded?.full, 'café@rooms.example.net');
    assert.equal(by('gone', 'xmpp:100%@rooms.example.net').room?.full, '100%@rooms.example.net');
  });

  it('name no room that is none', () => {
    const others = ['', 'xmpp:', 'xmpp:@', 'https://example.net/', `xmpp:a@${'b'.repeat(5000)}`];
    for (const address of others) assert.equal(by('gone', address).room, undefined, address);
    assert.equal(by('conflict', 'xmpp:coven@rooms.example.net').room, undefined);
  });
});
