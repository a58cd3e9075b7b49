import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  joinRoom,
  leaveRoom,
  occupantJid,
  sendRoomPresence,
} from '../../../../src/xmpp/xep/0045-joining.ts';
import { fetchReservedNick } from '../../../../src/xmpp/xep/0045-registration.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const ROOM = Jid.of('cave@rooms.example.net');
const NS_INFO = 'http://jabber.org/protocol/disco#info';
const CAPS = '<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="n" ver="v" />';
const PRESENCE = {
  id: 'p1',
  occupant: Jid.of('cave@rooms.example.net/thirdwitch'),
  caps: { node: 'n', ver: 'v', hash: 'sha-1' },
} as const;

function assertSent(act: (session: FakeSession) => void, expected: string): void {
  const session = new FakeSession();
  act(session);
  assert.equal(canonicalXml(session.sent), canonicalXml(parseXml(expected)));
}

describe('joining a room (XEP-0045 §7.2)', () => {
  it('says who we are, without history', () => {
    assertSent(
      (session) =>
        joinRoom(session, { ...PRESENCE, show: 'dnd', status: 'brewing', history: 'none' }),
      `<presence id="p1" to="cave@rooms.example.net/thirdwitch"><show>dnd</show>
        <status>brewing</status>${CAPS}<x xmlns="http://jabber.org/protocol/muc">
        <history maxchars="0" maxstanzas="0" /></x></presence>`,
    );
  });

  it('has the password, and asks for what came since', () => {
    const history = { since: Date.UTC(2025, 0, 1) };
    assertSent(
      (session) =>
        joinRoom(session, {
          ...PRESENCE,
          show: 'available',
          status: '',
          password: 'cauldron\u0000burn',
          history,
        }),
      `<presence id="p1" to="cave@rooms.example.net/thirdwitch">${CAPS}
        <x xmlns="http://jabber.org/protocol/muc"><history since="2025-01-01T00:00:00.000Z" />
        <password>cauldronburn</password></x></presence>`,
    );
  });

  it('is by a nick, which is normalised', () => {
    assert.equal(occupantJid(ROOM, ' Thirdwitch ')?.full, 'cave@rooms.example.net/Thirdwitch');
    assert.equal(occupantJid(ROOM, 'cafe\u0301')?.resource, 'caf\u00e9');
    assert.equal(occupantJid(ROOM, 'a/b')?.resource, 'a/b');
    for (const nick of ['', '  ', '\u0000', 'a\nb', 'a'.repeat(1024)]) {
      assert.equal(occupantJid(ROOM, nick), undefined, nick);
    }
  });

  it('is followed by presence and leaving, each to the room', () => {
    assertSent(
      (session) => sendRoomPresence(session, { ...PRESENCE, show: 'away', status: '' }),
      `<presence id="p1" to="cave@rooms.example.net/thirdwitch"><show>away</show>${CAPS}</presence>`,
    );
    assertSent(
      (session) => leaveRoom(session, PRESENCE.occupant, 'bye'),
      `<presence to="cave@rooms.example.net/thirdwitch" type="unavailable">
        <status>bye</status></presence>`,
    );
  });
});

describe('the nick that a room reserves (XEP-0045 §7.12)', () => {
  async function reserved(answer: string): Promise<string | undefined> {
    const session = new FakeSession();
    const nick = fetchReservedNick(session, ROOM);
    session.answer(answer);
    return nick;
  }
  const result = (content: string, node = 'node="x-roomuser-item"') =>
    `<iq type="result"><query xmlns="${NS_INFO}" ${node}>${content}</query></iq>`;
  const error = (condition: string) =>
    `<iq type="error"><error type="cancel">
       <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`;
  const identity = '<identity category="conference" type="text" name="thirdwitch" />';

  it('is the name of an identity', async () => {
    assert.equal(await reserved(result(identity)), 'thirdwitch');
  });

  it('is none where none is told', async () => {
    assert.equal(await reserved(result('')), undefined);
    assert.equal(
      await reserved(result('<identity category="conference" type="text" />')),
      undefined,
    );
    assert.equal(await reserved('<iq type="result" />'), undefined);
    for (const condition of ['feature-not-implemented', 'item-not-found', 'service-unavailable']) {
      assert.equal(await reserved(error(condition)), undefined);
    }
  });

  it('is not the name of the room, told by services that ignore the node', async () => {
    assert.equal(await reserved(result(identity, '')), undefined);
  });

  it('is unknown if the room is out of reach', async () => {
    await assert.rejects(reserved(error('remote-server-timeout')), {
      condition: 'remote-server-timeout',
    });
  });
});
