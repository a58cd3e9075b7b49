import assert from 'node:assert/strict';
import type { RoomAffiliation } from '../../../../src/api/views.ts';
import { invitationText } from '../../../../src/ui/invitationText.ts';
import { listLines, roomDetailLines } from '../../../../src/ui/rooms/roomDetailLines.ts';
import {
  aboutRoom,
  occupantDescription,
  occupantLines,
  privacyLine,
  roomDescription,
  roomLines,
} from '../../../../src/ui/rooms/roomText.ts';
import { info, occupant, room } from '../../../support/roomTree.ts';
import { saying } from '../../../support/say.ts';

describe('what is said of rooms', () => {
  it('is the subject on one line, or why we are not inside', () => {
    assert.equal(roomDescription(room('a', { subject: 'Tea\nand more ' })), 'Tea and more');
    assert.equal(roomDescription(room('a')), '');
    assert.equal(roomDescription(room('a', { phase: 'joining' })), 'joining…');
    const slow = room('a', { phase: 'joining', isSlow: true });
    assert.equal(roomDescription(slow), 'waiting for the room…');
    assert.equal(roomDescription(room('a', { phase: 'notSure' })), 'waiting for the room…');
    assert.equal(roomDescription(room('a', { phase: 'idle' })), 'not joined');
    const left = room('a', { phase: 'left', reason: saying('You were\nkicked.') });
    assert.equal(roomDescription(left), 'You were kicked.');
  });

  it('is the question of a room that waits for an answer', () => {
    const reason = saying('It asks\nsomething.');
    const asking = room('a', { phase: 'joining', remedy: 'captcha', reason });
    assert.equal(roomDescription(asking), 'It asks something.');
  });

  it('lists who is what, in a line each, as far as it is shown', () => {
    const one = (id: string, affiliation: RoomAffiliation) => ({
      ...{ id, affiliation, nick: '', reason: '' },
    });
    const members = Array.from({ length: 22 }, (_, n) => one(`m${n}@x`, 'member'));
    const lines = listLines([...members, one('ada@x', 'owner'), one('eve@x', 'outcast')]);
    assert.deepEqual(
      lines.map(({ label }) => label),
      ['owners', 'members', 'banned'],
    );
    assert.equal(lines[0]?.value, 'ada@x');
    assert.match(lines[1]?.value ?? '', /^m0@x, .*m19@x, 2 more$/u);
  });

  it('tells before joining who will know what', () => {
    assert.equal(
      privacyLine({ ...info, addressesShownTo: 'moderators' }),
      'Only moderators see your address; messages are kept at its server.',
    );
    assert.equal(
      privacyLine({
        ...{ ...info, addressesShownTo: 'all', isArchived: false },
        ...{ isMembersOnly: true, isPasswordProtected: true, isModerated: true },
      }),
      'Everybody there sees your address; messages are not kept at its server; only members can join; a password is needed; visitors must ask before they can write.',
    );
    assert.match(privacyLine(info), /^The room does not say who sees your address/u);
  });

  it('brings the words of the room before its privacy, on one line and cut', () => {
    const about = aboutRoom({ ...info, description: `Tea\n${'x'.repeat(200)}` });
    assert.match(about, /^“Tea x+…” The room does not say/u);
    assert.equal(aboutRoom(info), privacyLine(info));
  });

  it('has a line for each thing that is known', () => {
    const one = room('Team', { role: 'moderator', affiliation: 'owner', subject: 'Tea' });
    assert.deepEqual(roomLines(one), [
      'Team',
      'team@rooms.example.org',
      'Subject: Tea',
      '2 occupants, you as Me (moderator, owner)',
    ]);
    const lines = roomDetailLines(one, { ...info, name: 'Team', description: 'Ours' });
    const labels = lines.map(({ label }) => label);
    assert.ok(!labels.includes('name that the room gives itself'), 'it is the same');
    assert.equal(lines.find(({ label }) => label === 'description')?.value, 'Ours');
    assert.equal(
      lines.find(({ label }) => label === 'occupants')?.value,
      '1 moderators, 1 participants',
    );
  });

  it('names what an occupant is, with the words of the room', () => {
    const ada = occupant('Ada', { affiliation: 'owner', hats: ['Host\n'], jid: 'ada@example.org' });
    assert.equal(occupantDescription(ada), 'owner · Host ');
    assert.deepEqual(occupantLines(ada), [
      'Ada',
      'ada@example.org',
      'participant, owner',
      'Host\n',
    ]);
    assert.equal(occupantDescription(occupant('Me', { isOwn: true })), 'you');
    const eve = occupant('Eve', { blockedBy: 'rooms.example.org' });
    assert.equal(occupantDescription(eve), 'blocked');
    assert.equal(occupantLines(eve).at(-1), 'blocked, as rooms.example.org is');
  });

  it('names who invites: a contact, an occupant, or an address', () => {
    const to = { room: 'lobby@rooms.example.org' };
    const by = (inviter: string, name?: string) => invitationText({ ...to, inviter }, name);
    assert.equal(by('ada@example.org', 'Ada'), 'Ada invites you to lobby@rooms.example.org');
    assert.equal(by('ada@example.org'), 'ada@example.org invites you to lobby@rooms.example.org');
    assert.equal(by(`${to.room}/Bo/b`), 'Bo/b invites you to lobby@rooms.example.org');
    assert.equal(by(''), 'You are invited to lobby@rooms.example.org');
  });
});
