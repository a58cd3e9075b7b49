import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  administrationRefusalOf,
  setAffiliation,
  setRole,
} from '../../../../src/xmpp/xep/0045-administration.ts';
import { fetchAffiliated } from '../../../../src/xmpp/xep/0045-lists.ts';
import type { StanzaError } from '../../../../src/xmpp/stanza/stanzaError.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const room = Jid.of('coven@chat.shakespeare.lit');
const NS = 'http://jabber.org/protocol/muc#admin';

function list(items: string): string {
  return `<iq type="result"><query xmlns="${NS}">${items}</query></iq>`;
}

function refusal(condition: string, type = 'cancel'): string {
  return `<iq type="error"><error type="${type}">
    <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`;
}

/** Asserts what was sent, each in an iq of its own to the bare room. */
function assertSent(session: FakeSession, type: string, ...items: readonly string[]): void {
  const expected = items.map(
    (item) =>
      `<iq xmlns="jabber:client" type="${type}" to="${room.bare}"><query xmlns="${NS}">${item}</query></iq>`,
  );
  assert.equal(canonicalXml(session.sent), canonicalXml(parseXml(expected.join(''))));
}

describe('administration of a room (XEP-0045 §8–§10)', () => {
  it('changes a role by nick, one in each request', async () => {
    const session = new FakeSession();
    const here = room.withResource('me');
    const both = [
      setRole(session, here, { nick: 'pistol', role: 'none', reason: 'Avaunt,\u0000 you!' }),
      setRole(session, room, { nick: 'Hecate ✨', role: 'visitor' }),
    ];
    session.answer();
    session.answer();
    await Promise.all(both);
    assertSent(
      session,
      'set',
      '<item nick="pistol" role="none"><reason>Avaunt, you!</reason></item>',
      '<item nick="Hecate ✨" role="visitor"/>',
    );
  });

  it('changes an affiliation by the bare real JID, never by the occupant’s', async () => {
    const session = new FakeSession();
    const jid = Jid.of('EarlOfCambridge@shakespeare.lit/stabber');
    const banned = setAffiliation(session, room, {
      jid,
      affiliation: 'outcast',
      reason: 'Treason',
    });
    session.answer();
    await banned;
    const occupant = room.withResource('cambridge');
    await assert.rejects(
      setAffiliation(session, room, { jid: occupant, affiliation: 'outcast' }),
      (error: StanzaError) => administrationRefusalOf(error) === 'invalidAddress',
    );
    assertSent(
      session,
      'set',
      '<item jid="earlofcambridge@shakespeare.lit" affiliation="outcast"><reason>Treason</reason></item>',
    );
  });

  it('says why a change is refused, whichever server it is', async () => {
    for (const [answer, why] of [
      [refusal('not-allowed'), 'notPermitted'],
      [refusal('forbidden', 'auth'), 'notPermitted'],
      [refusal('conflict'), 'own'],
      [refusal('item-not-found', 'modify'), 'noOccupant'], // Prosody
      [refusal('not-acceptable', 'modify'), 'noOccupant'], // ejabberd
      [refusal('jid-malformed', 'modify'), 'invalidAddress'],
      [refusal('service-unavailable'), 'other'],
    ] as const) {
      const session = new FakeSession();
      const kicked = setRole(session, room, { nick: 'pistol', role: 'none' });
      session.answer(answer);
      await assert.rejects(kicked, (error: StanzaError) => administrationRefusalOf(error) === why);
    }
  });

  it('fetches the accounts of an affiliation, and their reasons', async () => {
    const session = new FakeSession();
    const outcasts = fetchAffiliated(session, room, 'outcast');
    session.answer(
      list(`
        <item affiliation="outcast" jid="a@x.lit"><reason> Treason\n </reason></item>
        <item affiliation="outcast" jid="bad.example" nick="registered" />
        <item affiliation="outcast" jid="a@x.lit/again" />
        <item affiliation="owner" jid="b@x.lit" />
        <item affiliation="king" jid="c@x.lit" />
        <item affiliation="outcast" jid="@" />
        <item affiliation="outcast" />
        <item xmlns="urn:example" affiliation="outcast" jid="d@x.lit" />`),
    );
    assert.deepEqual(
      (await outcasts).map((user) => [user.jid.full, user.affiliation, user.nick, user.reason]),
      [
        ['a@x.lit', 'outcast', undefined, 'Treason'],
        ['bad.example', 'outcast', 'registered', ''],
      ],
    );
    assertSent(session, 'get', '<item affiliation="outcast"/>');
  });

  it('has no more entries than can be held, and no list in an empty answer', async () => {
    const session = new FakeSession();
    const members = fetchAffiliated(session, room, 'member');
    const items = Array.from(
      { length: 20_000 },
      (_, n) => `<item affiliation="member" jid="j${n}@x" />`,
    );
    session.answer(list(items.join('')));
    assert.equal((await members).length, 10_000);
    const none = fetchAffiliated(session, room, 'member');
    session.answer();
    await assert.rejects(none, { condition: 'bad-format' });
  });
});
