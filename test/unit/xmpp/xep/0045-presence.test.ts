import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { selfEvidence } from '../../../../src/xmpp/xep/0045-occupant.ts';
import { parseRoomPresence } from '../../../../src/xmpp/xep/0045-presence.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { plain } from '../../../support/plain.ts';

const ROOM = 'cave@rooms.example.net';
const USER = 'http://jabber.org/protocol/muc#user';

const parse = (attributes: string, children: string) =>
  parseRoomPresence(incomingStanza(`<presence ${attributes}>${children}</presence>`));
const x = (children: string) => `<x xmlns="${USER}">${children}</x>`;

/** The occupant and codes of an available presence. */
function occupant(children: string, nick = 'thirdwitch') {
  const presence = parse(`from="${ROOM}/${nick}"`, children);
  assert.ok(presence?.type === 'occupant');
  return presence;
}

describe('the presence of occupants (XEP-0045 §7.2)', () => {
  it('tells all that is known of one', () => {
    const presence = occupant(
      `<show>xa</show><status>gone</status>
       <x xmlns="vcard-temp:x:update"><photo>01B87FCD030B72895FF8E88DB57EC525450F000D</photo></x>
       <occupant-id xmlns="urn:xmpp:occupant-id:0" id="dd72" />
       <hats xmlns="urn:xmpp:hats:0"><hat title=" Host\n" uri="urn:host" /></hats>
       ${x('<item affiliation="owner" role="moderator" jid="hag66@example.org/pda" />')}`,
    );
    assert.deepEqual(plain({ ...presence, codes: [...presence.codes] }), {
      type: 'occupant',
      room: `xmpp:${ROOM}`,
      codes: [],
      occupant: {
        nick: 'thirdwitch',
        role: 'moderator',
        affiliation: 'owner',
        jids: ['xmpp:hag66@example.org/pda'],
        show: 'xa',
        status: 'gone',
        occupantId: 'dd72',
        avatarHash: '01b87fcd030b72895ff8e88db57ec525450f000d',
        hats: [{ uri: 'urn:host', title: 'Host', standard: true }],
      },
    });
  });

  it('of Prosody has an item for each session, and codes anywhere', () => {
    const presence = occupant(
      x(`<status code="201" /><item jid="hag66@example.org/pda" affiliation="member" role="visitor" />
         <item jid="hag66@example.org/desk" affiliation="owner" role="moderator" />
         <status code="110" /><status code="999" /><status code="1e2" /><status />`),
    );
    assert.deepEqual(plain(presence.occupant.jids), [
      'xmpp:hag66@example.org/pda',
      'xmpp:hag66@example.org/desk',
    ]);
    assert.equal(presence.occupant.role, 'visitor');
    assert.equal(presence.occupant.affiliation, 'member');
    assert.deepEqual([...presence.codes], [201, 110, 999]);
  });

  it('has defaults for what is missing or unknown', () => {
    for (const children of ['', x(''), x('<item role="king" affiliation="all" jid="@" />')]) {
      const { nick, role, affiliation, jids, show, status, hats } = occupant(children).occupant;
      assert.deepEqual(
        { nick, role, affiliation, jids, show, status, hats },
        {
          nick: 'thirdwitch',
          role: 'participant',
          affiliation: 'none',
          jids: [],
          show: 'available',
          status: '',
          hats: [],
        },
      );
    }
  });

  it('names an occupant by exactly one occupant-id of at most 128 characters (XEP-0421)', () => {
    const id = (value: string) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${value}" />`;
    assert.equal(occupant(id('a'.repeat(128))).occupant.occupantId, 'a'.repeat(128));
    for (const bad of ['', id(''), id('a') + id('b'), id('a') + id('a'), id('a'.repeat(129))]) {
      assert.equal(occupant(bad).occupant.occupantId, undefined);
    }
  });

  it('is bounded, however much a room says', () => {
    const many = (text: string) => text.repeat(5000);
    const { occupant: one, codes } = occupant(
      `<status>${'a'.repeat(5000)}</status>
       <hats xmlns="urn:xmpp:hats:0">${many(`<hat title="${'a'.repeat(200)}" uri="u" />`)}</hats>
       ${x(many('<status code="110" /><item jid="a@example.org/b" />'))}`,
    );
    assert.equal(one.status.length, 1024);
    assert.equal(one.jids.length, 50);
    assert.equal(one.hats.length, 10);
    assert.equal(one.hats[0]?.title.length, 100);
    assert.deepEqual([...codes], [110]);
  });

  it('from the bare room is no occupant, but may tell the avatar of the room', () => {
    const photo = (hash: string) =>
      `<x xmlns="vcard-temp:x:update"><photo>${hash}</photo></x>${x('<item role="none" />')}`;
    const hash = '01b87fcd030b72895ff8e88db57ec525450f000d';
    const from = `from="${ROOM}"`;
    assert.deepEqual(plain(parse(from, photo(hash))), {
      type: 'room',
      room: `xmpp:${ROOM}`,
      avatarHash: hash,
    });
    // Prosody tells so of members who are away.
    assert.deepEqual(plain(parse(`${from} type="unavailable"`, photo(hash))), {
      type: 'room',
      room: `xmpp:${ROOM}`,
    });
  });

  it('is none if it is of a subscription, a probe or unknown', () => {
    for (const type of ['subscribe', 'unsubscribed', 'probe', 'invisible', '']) {
      assert.equal(parse(`from="${ROOM}/a" type="${type}"`, x('<item />')), undefined);
    }
  });
});

describe('our own presence (XEP-0045 §7.2.2)', () => {
  const evidence = (children: string, nick = 'thirdwitch') => {
    const { occupant: one, codes } = occupant(x(children), nick);
    return selfEvidence(one, codes, { jid: Jid.of('hag66@example.org/pda'), nick: 'thirdwitch' });
  };

  it('is told by 110, with and without 210, by whatever nick', () => {
    const told = { code: true, jid: undefined, nick: false };
    assert.deepEqual(evidence('<status code="110" />', 'hag'), { ...told, assignedNick: false });
    assert.deepEqual(evidence('<status code="210" /><status code="110" />', 'hag'), {
      ...told,
      assignedNick: true,
    });
  });

  it('is likely by 210, our full JID or our nick', () => {
    const none = { code: false, assignedNick: false, jid: undefined, nick: false };
    assert.deepEqual(evidence('<status code="210" />', 'a'), { ...none, assignedNick: true });
    assert.deepEqual(evidence('<item jid="a@b/c" /><item jid="hag66@example.org/pda" />', 'a'), {
      ...none,
      jid: true,
    });
    // As ejabberd sends it for another session of ours.
    assert.deepEqual(evidence('<item jid="hag66@example.org/desk" />'), {
      ...none,
      jid: false,
      nick: true,
    });
    assert.deepEqual(evidence('<item jid="romeo@example.net/pda" />', 'a'), {
      ...none,
      jid: false,
    });
  });
});
