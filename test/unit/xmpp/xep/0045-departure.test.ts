import assert from 'node:assert/strict';
import { classifyDeparture } from '../../../../src/xmpp/xep/0045-departure.ts';
import { parseRoomPresence } from '../../../../src/xmpp/xep/0045-presence.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { plain } from '../../../support/plain.ts';

const ROOM = 'cave@rooms.example.net';
const ITEM = '<item affiliation="none" role="none" />';

function departure(children: string, besides = '') {
  const presence = parseRoomPresence(
    incomingStanza(
      `<presence from="${ROOM}/thirdwitch" type="unavailable">${besides}
         <x xmlns="http://jabber.org/protocol/muc#user">${children}</x></presence>`,
    ),
  );
  assert.ok(presence?.type === 'departure');
  return presence;
}

function kind(children: string, isExpected = false) {
  const { departure: gone, codes } = departure(children);
  return classifyDeparture(gone, codes, isExpected);
}

const codes = (...numbers: readonly number[]) =>
  ITEM + numbers.map((code) => `<status code="${code}" />`).join('');

describe('the departure of occupants (XEP-0045)', () => {
  it('tells who removed them and why (§8.2)', () => {
    const { departure: gone } = departure(
      `<item affiliation="none" role="none" jid="hag66@example.org/pda">
         <actor nick="firstwitch" jid="crone1@example.org" /><reason>Avaunt,\n you cullion!</reason>
       </item><status code="307" />`,
      '<status>bye</status><occupant-id xmlns="urn:xmpp:occupant-id:0" id="dd72" />',
    );
    assert.deepEqual(plain(gone), {
      nick: 'thirdwitch',
      role: 'none',
      affiliation: 'none',
      jids: ['xmpp:hag66@example.org/pda'],
      occupantId: 'dd72',
      status: 'bye',
      reason: 'Avaunt, you cullion!',
      actor: { nick: 'firstwitch', jid: 'xmpp:crone1@example.org' },
    });
  });

  it('is technical by 333, also with the 307 that Prosody adds', () => {
    const { departure: gone, codes: told } = departure(
      codes(333, 110),
      '<status>Kicked: recipient unavailable</status>',
    );
    assert.equal(classifyDeparture(gone, told, false), 'technical');
    assert.equal(gone.status, 'Kicked: recipient unavailable');
    assert.equal(kind(codes(110, 307, 333)), 'technical');
  });

  it('has a kind for each cause', () => {
    assert.equal(kind(codes(110, 301)), 'banned');
    assert.equal(kind(codes(110, 321)), 'lostMembership');
    assert.equal(kind(codes(110, 322)), 'membersOnly');
    assert.equal(kind(codes(110, 332)), 'shutdown');
    assert.equal(kind(codes(110)), 'lost');
    assert.equal(kind(codes(110), true), 'left');
    assert.equal(kind(''), 'lost');
    assert.equal(kind(codes(110, 399)), 'lost');
  });

  it('of another by 333 is no kick', () => {
    assert.equal(kind(codes(333), true), 'technical');
    assert.equal(kind(codes(307, 333), true), 'technical');
  });

  it('is the same by codes in any order', () => {
    assert.equal(kind(codes(110, 307)), 'kicked');
    assert.equal(kind(codes(307, 110)), 'kicked');
  });

  it('is a nick change by 303, which tells the new nick (§7.6)', () => {
    const change = '<item role="participant" nick="oldhag" /><status code="303" />';
    const { departure: gone } = departure(`${change}<status code="110" />`);
    assert.equal(gone.newNick, 'oldhag');
    assert.equal(kind(`${change}<status code="110" />`), 'nickChange');
    assert.equal(kind(change, true), 'nickChange');
  });

  it('is no nick change without a valid new nick, or without 303', () => {
    for (const nick of ['', '&#9;', '&#10;'.repeat(2), 'a'.repeat(2000)]) {
      assert.equal(kind(`<item nick="${nick}" /><status code="303" />`), 'lost', nick);
    }
    // Prosody's member who is away.
    const { departure: gone } = departure('<item role="none" nick="thirdwitch" />');
    assert.equal(gone.newNick, undefined);
  });

  it('is by the end of the room, in the words of both servers (§10.9)', () => {
    const destroy = `<destroy jid="coven@rooms.example.net/x"><reason>Macbeth doth come.</reason>
      <password>cauldronburn</password></destroy>`;
    // Of ejabberd, without codes; of Prosody, with 110.
    for (const children of [ITEM + destroy, codes(110) + destroy]) {
      const { departure: gone } = departure(children);
      assert.equal(kind(children), 'destroyed');
      assert.deepEqual(plain(gone.destruction), {
        room: 'xmpp:coven@rooms.example.net',
        reason: 'Macbeth doth come.',
      });
    }
    assert.equal(kind('<destroy />'), 'destroyed');
    assert.deepEqual(departure('<destroy jid="@" />').departure.destruction, { reason: '' });
  });
});
