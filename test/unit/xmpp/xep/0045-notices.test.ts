import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { parseRoomNotice, sendSubject } from '../../../../src/xmpp/xep/0045-notices.ts';
import { requestVoice } from '../../../../src/xmpp/xep/0045-voice.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { plain } from '../../../support/plain.ts';

const ROOM = Jid.of('cave@rooms.example.net');
const ARRIVED = Date.UTC(2025, 0, 1);
const GROUPCHAT = 'type="groupchat" from="cave@rooms.example.net"';
const OCCUPANT = 'type="groupchat" from="cave@rooms.example.net/secondwitch"';

const stanza = (attributes: string, children: string) =>
  incomingStanza(`<message ${attributes}>${children}</message>`, ARRIVED);
const notice = (attributes: string, children: string) =>
  parseRoomNotice(stanza(attributes, children));
const x = (children: string) => `<x xmlns="http://jabber.org/protocol/muc#user">${children}</x>`;

function sent(act: (session: FakeSession) => void): string {
  const session = new FakeSession();
  act(session);
  return canonicalXml(session.sent);
}

describe('the subject of a room (XEP-0045 §8.1)', () => {
  const subject = '<subject>Fire Burn</subject>';

  it('comes from the room or an occupant, with or without its time', () => {
    const delay = (year: number) =>
      `<delay xmlns="urn:xmpp:delay" from="${ROOM.full}" stamp="${year}-01-01T00:00:00Z" />`;
    assert.deepEqual(notice(GROUPCHAT, subject), { kind: 'subject', subject: 'Fire Burn' });
    assert.deepEqual(notice(OCCUPANT, subject + delay(2020)), {
      kind: 'subject',
      subject: 'Fire Burn',
      nick: 'secondwitch',
      stamp: Date.UTC(2020, 0, 1),
    });
    assert.deepEqual(notice(GROUPCHAT, subject + delay(2090)), {
      kind: 'subject',
      subject: 'Fire Burn',
      stamp: ARRIVED,
    });
  });

  it('is no change with a body or a thread', () => {
    for (const besides of ['<body>words</body>', '<body />', '<thread>t</thread>']) {
      assert.equal(notice(OCCUPANT, subject + besides), undefined, besides);
    }
  });

  it('is cleared by an empty one, and kept without one', () => {
    for (const empty of ['<subject />', '<subject> </subject>', '<subject></subject><x />']) {
      assert.deepEqual(notice(GROUPCHAT, empty), { kind: 'subject', subject: '' });
    }
    assert.equal(notice(OCCUPANT, ''), undefined);
    assert.equal(notice(OCCUPANT, '<subject xmlns="urn:other">a</subject>'), undefined);
  });

  it('is of messages to all, and no longer than 4,096 characters', () => {
    for (const type of ['', 'type="chat"', 'type="error"', 'type="normal"']) {
      assert.equal(notice(`${type} from="${ROOM.full}/a"`, subject), undefined);
    }
    const long = notice(GROUPCHAT, `<subject>${'a'.repeat(9000)}</subject>`);
    assert.ok(long?.kind === 'subject' && long.subject.length === 4096);
  });

  it('is set by a message without body', () => {
    assert.equal(
      sent((session) => sendSubject(session, { id: 's1', room: ROOM, subject: '' })),
      canonicalXml(
        parseXml(
          `<message id="s1" to="cave@rooms.example.net" type="groupchat"><subject></subject></message>`,
        ),
      ),
    );
  });
});

describe('what a room tells of itself (XEP-0045 §10.2.1, §9.3)', () => {
  it('is the codes of its configuration', () => {
    const codes = (children: string) => {
      const found = notice(GROUPCHAT, x(children));
      return found?.kind === 'configuration' ? [...found.codes] : found;
    };
    assert.deepEqual(codes('<status code="104" />'), [104]);
    assert.deepEqual(codes('<status code="172" /><status code="104" />'), [172, 104]);
    assert.deepEqual(codes('<status code="170" /><status code="110" />'), [170]);
    assert.equal(codes('<status code="301" /><status code="x" />'), undefined);
    assert.equal(codes(''), undefined);
  });

  it('is an affiliation of somebody who is not inside, in the words of both servers', () => {
    const change = { jid: 'xmpp:romeo@example.net', affiliation: 'member' };
    const from = 'from="cave@rooms.example.net"';
    // Prosody, then ejabberd, which repeats the JID of an invitation.
    for (const item of [
      '<item affiliation="member" jid="romeo@example.net" />',
      '<item affiliation="member" jid="romeo@example.net/a" role="none" />',
    ]) {
      assert.deepEqual(plain(notice(from, x(item))), {
        kind: 'affiliations',
        changes: [{ ...change, reason: '' }],
      });
    }
    const told = `<item affiliation="member" jid="romeo@example.net"><actor nick="firstwitch" />
      <reason>friend</reason></item><item jid="a@example.net" /><item affiliation="owner" />`;
    assert.deepEqual(plain(notice(from, x(told))), {
      kind: 'affiliations',
      changes: [{ ...change, reason: 'friend', actor: { nick: 'firstwitch' } }],
    });
  });

  it('is nothing from an occupant, in an error, or with a body', () => {
    const told = x('<status code="172" /><item affiliation="owner" jid="romeo@example.net" />');
    assert.equal(notice(OCCUPANT, told), undefined);
    assert.equal(notice(`type="chat" from="${ROOM.full}/a"`, told), undefined);
    assert.equal(notice(`type="error" from="${ROOM.full}"`, told), undefined);
    assert.equal(notice(GROUPCHAT, `${told}<body>words</body>`), undefined);
  });
});

describe('a voice request (XEP-0045 §7.13)', () => {
  it('is a form sent to the room', () => {
    const field = (name: string, value: string) =>
      `<field var="${name}"><value>${value}</value></field>`;
    const fields =
      field('FORM_TYPE', 'http://jabber.org/protocol/muc#request') +
      field('muc#role', 'participant');
    assert.equal(
      sent((session) => requestVoice(session, { id: 'v1', room: ROOM })),
      canonicalXml(
        parseXml(
          `<message id="v1" to="cave@rooms.example.net"><x xmlns="jabber:x:data" type="submit">${fields}</x></message>`,
        ),
      ),
    );
  });
});
