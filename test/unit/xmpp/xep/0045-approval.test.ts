import assert from 'node:assert/strict';
import { answerApproval, parseApprovalRequest } from '../../../../src/xmpp/xep/0045-approval.ts';
import { parseRoomNotice } from '../../../../src/xmpp/xep/0045-notices.ts';
import { CAVE } from '../../../support/fakeRooms.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';

const MUC = 'http://jabber.org/protocol/muc';
const field = (name: string, value: string, label = '') =>
  `<field var="${name}" label="${label}"><value>${value}</value></field>`;
const message = (fields: string, { from = CAVE.bare, more = '', type = 'form', attrs = '' } = {}) =>
  `<message from="${from}" id="approve" ${attrs}>${more}<x xmlns="jabber:x:data" type="${type}">
     ${fields}</x></message>`;

/** As Prosody sends it (§8.6). */
const VOICE =
  field('FORM_TYPE', `${MUC}#request`) +
  field('muc#jid', 'hag66@example.org/pda', 'User ID') +
  field('muc#roomnick', 'thirdwitch') +
  field('muc#role', 'participant');
const ALLOW = field('muc#request_allow', '0');
/** The form of §9.9. */
const MEMBERSHIP =
  field('FORM_TYPE', `${MUC}#register`) +
  field('muc#register_first', 'Brunhilde', 'Given Name') +
  field('muc#register_roomnick', 'thirdwitch', 'Desired Nickname') +
  field('muc#register_email', '') +
  field('muc#register_allow', '0');

const parse = (text: string) => parseApprovalRequest(incomingStanza(text));

describe('a request that a room passes on (XEP-0045 §8.6, §9.9)', () => {
  it('is for voice, by whom', () => {
    const request = parse(message(VOICE + ALLOW));
    assert.deepEqual(
      [request?.kind, request?.nick, request?.jid?.full, request?.about],
      ['voice', 'thirdwitch', 'hag66@example.org/pda', ''],
    );
  });

  it('is for membership, with what they say of themselves', () => {
    const request = parse(message(MEMBERSHIP));
    assert.deepEqual(
      [request?.kind, request?.nick, request?.jid, request?.about],
      ['membership', 'thirdwitch', undefined, 'Given Name: Brunhilde'],
    );
  });

  it('is one also with words for other clients, but no conversation', () => {
    const text = message(VOICE + ALLOW, { more: '<body>Approve?</body>' });
    assert.equal(parseRoomNotice(incomingStanza(text))?.kind, 'approval');
  });

  it('is nothing from an occupant, in the conversation, as an error, or without a question', () => {
    for (const bad of [
      message(VOICE + ALLOW, { from: `${CAVE.bare}/thirdwitch` }),
      message(VOICE + ALLOW, { attrs: 'type="groupchat"' }),
      message(VOICE + ALLOW, { attrs: 'type="error"' }),
      message(VOICE + ALLOW, { type: 'submit' }),
      message(VOICE),
      message((VOICE + ALLOW).replace('participant', 'moderator')),
      message((VOICE + ALLOW).replace('hag66@example.org/pda', '@').replace('thirdwitch', '')),
      message(MEMBERSHIP.replace('thirdwitch', '')),
      message((VOICE + ALLOW).replace('#request', '#roomconfig')),
    ]) {
      assert.equal(parse(bad), undefined);
    }
  });

  it('is answered by its own form, with all that it brought', () => {
    for (const [text, allow, isApproved] of [
      [VOICE + ALLOW, 'muc#request_allow', true],
      [VOICE + ALLOW, 'muc#request_allow', false],
      [MEMBERSHIP, 'muc#register_allow', true],
    ] as const) {
      const request = parse(message(text));
      assert.ok(request);
      const session = new FakeSession();
      answerApproval(session, { id: 'a', room: CAVE, request, isApproved });
      const [sent] = session.sent;
      assert.equal(sent?.attrs['to'], CAVE.bare);
      const form = sent.getChild('x', 'jabber:x:data');
      assert.equal(form?.attrs['type'], 'submit');
      const values = new Map(
        form.getChildren('field').map((one) => [one.attrs['var'], one.getChildText('value')]),
      );
      assert.equal(values.get(allow), String(isApproved));
      assert.ok([...values.values()].includes('thirdwitch'));
      assert.ok(values.get('FORM_TYPE')?.startsWith(MUC));
    }
  });
});
