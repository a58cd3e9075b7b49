import assert from 'node:assert/strict';
import { noticeSentence } from '../../../src/host/noticeView.ts';
import { told } from '../../support/say.ts';
import type { Notice } from '../../../src/model/history.ts';

const said = (notice: Notice, outgoing: boolean) => told(noticeSentence(notice, outgoing));
const both = (notice: Notice) => [said(notice, false), said(notice, true)];

describe('noticeSentence', () => {
  it('says what came and what can be done, whoever sent it', () => {
    assert.deepEqual(both({ kind: 'encrypted', method: 'OMEMO' }), [
      'Encrypted with OMEMO, which Parley cannot read: another client can.',
      'Encrypted with OMEMO by another client of yours: Parley cannot read it.',
    ]);
    assert.deepEqual(both({ kind: 'fileOffer', name: '' }), [
      'Offers a file directly, which Parley cannot take: ask for an upload.',
      'Offered a file from another client of yours.',
    ]);
    assert.equal(said({ kind: 'attention' }, false), 'Asks for attention.');
    assert.match(said({ kind: 'unknown' }, false), /cannot show/u);
  });

  it('names the room, and who invites where the room says so', () => {
    const notice = { kind: 'invitation', room: 'cave@rooms', reason: '' } as const;
    assert.deepEqual(both(notice), [
      'Invitation to the room cave@rooms. To join, choose "XMPP: Join or Create Room…".',
      'Invitation to the room cave@rooms.',
    ]);
    assert.equal(
      said({ ...notice, inviter: 'bob@b', reason: 'Come' }, false),
      'Invitation to the room cave@rooms, as it says by bob@b: “Come”. To join, choose "XMPP: Join or Create Room…".',
    );
  });

  it('tells how far a call got', () => {
    const states = ['offered', 'missed', 'declined', 'answered'] as const;
    const told = states.map((state) => both({ kind: 'call', video: state === 'missed', state }));
    assert.deepEqual(told, [
      [
        'Offers a call, which Parley cannot take: answer it in another client.',
        'A call from another client of yours.',
      ],
      ['Missed video call.', 'A video call that was not answered.'],
      ['Declined call.', 'Declined call.'],
      ['A call, answered in another client.', 'A call from another client of yours.'],
    ]);
  });

  it('gives a place by its coordinates, and in words where there are some', () => {
    const place = { kind: 'location', latitude: 45.5, longitude: -12, description: '' } as const;
    assert.equal(said(place, false), 'Location: 45.5, -12');
    assert.equal(said({ ...place, description: 'Sea' }, true), 'Location: 45.5, -12 (Sea)');
  });
});
