import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  declineInvitation,
  sendMediatedInvitation,
} from '../../../../src/xmpp/xep/0045-invitations.ts';
import {
  parseInvitation,
  parseRoomInvitation,
  sendDirectInvitation,
} from '../../../../src/xmpp/xep/0249-invitations.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { plain } from '../../../support/plain.ts';

const ROOM = Jid.of('cave@rooms.example.net');
const NS = 'jabber:x:conference';
const USER = 'http://jabber.org/protocol/muc#user';

function parse(from: string, children: string, type = 'normal') {
  const { element, from: sender } = incomingStanza(
    `<message from="${from}" type="${type}">${children}</message>`,
  );
  const invitation = parseRoomInvitation(element, sender);
  const notice = parseInvitation(element, sender);
  assert.equal(notice?.room, invitation?.room.full);
  assert.ok(!JSON.stringify(notice ?? '').includes('cauldronburn'));
  return plain(invitation);
}

function assertSent(act: (session: FakeSession) => void, expected: string): void {
  const session = new FakeSession();
  act(session);
  assert.equal(canonicalXml(session.sent), canonicalXml(parseXml(expected)));
}

describe('invitations to rooms', () => {
  it('are passed on by the room in the words of Prosody, once (XEP-0045 §7.8.2)', () => {
    const message = `<x xmlns="${USER}"><invite from="romeo@example.net/orchard">
        <reason>Come</reason></invite><password>cauldronburn</password></x>
      <x xmlns="${NS}" jid="cave@rooms.example.net">Come</x><body>romeo invited you</body>`;
    assert.deepEqual(parse('cave@rooms.example.net', message), {
      room: 'xmpp:cave@rooms.example.net',
      mediated: true,
      inviter: 'xmpp:romeo@example.net/orchard',
      reason: 'Come',
      password: 'cauldronburn',
    });
  });

  it('may continue a chat (XEP-0045 §7.9, XEP-0249 §2)', () => {
    assert.deepEqual(
      parse(
        'cave@rooms.example.net/firstwitch',
        `<x xmlns="${USER}"><invite from="@"><continue thread="e0ff" /></invite></x>`,
      ),
      {
        room: 'xmpp:cave@rooms.example.net',
        mediated: true,
        reason: '',
        continues: { thread: 'e0ff' },
      },
    );
    const direct = (continues: string) =>
      parse(
        'romeo@example.net/orchard',
        `<x xmlns="${NS}" jid="cave@rooms.example.net/a" password="cauldronburn" ${continues} />`,
      );
    const known = {
      room: 'xmpp:cave@rooms.example.net',
      mediated: false,
      inviter: 'xmpp:romeo@example.net/orchard',
      reason: '',
      password: 'cauldronburn',
    };
    assert.deepEqual(direct('continue="1"'), { ...known, continues: {} });
    assert.deepEqual(direct('continue="true" thread="t"'), {
      ...known,
      continues: { thread: 't' },
    });
    assert.deepEqual(direct('continue="false" thread="t"'), known);
  });

  it('are nothing without a room or in an error, and bounded', () => {
    const direct = (attributes: string) => `<x xmlns="${NS}" ${attributes} />`;
    const from = 'romeo@example.net/orchard';
    assert.equal(parse(from, direct('')), undefined);
    assert.equal(parse(from, direct('jid="@"')), undefined);
    assert.equal(parse(from, direct('jid="cave@rooms.example.net"'), 'error'), undefined);
    const long = 'a'.repeat(2000);
    const invitation = parse(
      from,
      direct(`jid="cave@rooms.example.net" reason="${long}" password="${long}"`),
    ) as { reason: string; password?: string };
    assert.equal(invitation.reason.length, 500);
    assert.equal(invitation.password, undefined);
  });

  it('are sent through the room, one message for each', () => {
    const invitation = { id: 'i1', room: ROOM, invitee: Jid.of('hecate@example.org') };
    assertSent(
      (session) => {
        sendMediatedInvitation(session, { ...invitation, reason: 'Come' });
        sendMediatedInvitation(session, {
          ...invitation,
          reason: '',
          continues: { thread: 't' },
        });
      },
      `<message id="i1" to="cave@rooms.example.net"><x xmlns="${USER}">
         <invite to="hecate@example.org"><reason>Come</reason></invite></x></message>
       <message id="i1" to="cave@rooms.example.net"><x xmlns="${USER}">
         <invite to="hecate@example.org"><continue thread="t" /></invite></x></message>`,
    );
  });

  it('are sent directly (XEP-0249)', () => {
    const invitation = { id: 'i1', to: Jid.of('hecate@example.org'), room: ROOM };
    assertSent(
      (session) => {
        sendDirectInvitation(session, { ...invitation, reason: '' });
        sendDirectInvitation(session, {
          ...invitation,
          reason: 'Come',
          password: 'cauldronburn',
          continues: { thread: 't' },
        });
      },
      `<message id="i1" to="hecate@example.org">
         <x xmlns="${NS}" jid="cave@rooms.example.net" /></message>
       <message id="i1" to="hecate@example.org">
         <x xmlns="${NS}" jid="cave@rooms.example.net" reason="Come" password="cauldronburn"
           continue="true" thread="t" /></message>`,
    );
  });

  it('are declined through the room', () => {
    assertSent(
      (session) =>
        declineInvitation(session, {
          id: 'd1',
          room: ROOM,
          inviter: Jid.of('romeo@example.net/orchard'),
          reason: 'busy',
        }),
      `<message id="d1" to="cave@rooms.example.net"><x xmlns="${USER}">
         <decline to="romeo@example.net/orchard"><reason>busy</reason></decline></x></message>`,
    );
  });
});
