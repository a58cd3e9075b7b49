import assert from 'node:assert/strict';
import type { RoomView } from '../../../../src/api/views.ts';
import {
  changesText,
  invitationsText,
  occupantsText,
  roomNotificationText,
  roomSender,
  roomSummaryText,
} from '../../../../src/ui/notifications/roomNotificationText.ts';
import { room } from '../../../support/roomTree.ts';
import { saying } from '../../../support/say.ts';

const says = (excerpt: string, change: Partial<RoomView> = {}) =>
  roomNotificationText({
    kind: 'room',
    room: room('lobby', {
      ...{ level: 'always', mentions: 1, unread: 1 },
      lastReceived: { id: '1', excerpt, senderName: 'Ada', mentionsUs: false },
      ...change,
    }),
  });

describe('the text of a notification of a room', () => {
  it('names who, where and what', () => {
    assert.equal(says('Hello\nall'), 'Ada in lobby: Hello all');
    assert.equal(says('/me waves'), 'Ada in lobby waves');
    const lastReceived = { id: '1', excerpt: '', senderName: 'Ada', mentionsUs: false };
    const file = { lastReceived: { ...lastReceived, fileName: 'a.ts' } };
    assert.equal(says('', file), 'Ada sends a.ts to lobby');
  });

  it('counts mentions whose words are not the newest', () => {
    assert.equal(says('Hi', { level: 'on-mention' }), 'lobby: 1 message mentioning you');
  });

  it('is in two parts for the desktop', () => {
    const partsOf = (change: object, level: RoomView['level'] = 'always') => {
      const lastReceived = { id: '1', excerpt: 'a\nb', senderName: 'Ada', mentionsUs: false };
      const { name, words } = roomSender(
        room('lobby', { level, mentions: 2, lastReceived: { ...lastReceived, ...change } }),
      );
      return [name, words];
    };
    assert.deepEqual(partsOf({}), ['Ada in lobby', 'a b']);
    assert.deepEqual(partsOf({ excerpt: '/me waves' }), ['Ada in lobby', 'Ada waves']);
    assert.deepEqual(partsOf({ fileName: 'a.ts' }), ['Ada in lobby', 'Sends a.ts']);
    assert.deepEqual(partsOf({}, 'on-mention'), ['lobby', '2 messages mentioning you']);
  });

  it('says what others did to us', () => {
    const reason = saying('You were kicked from lobby.');
    const kicked = room('lobby', { phase: 'left', reason });
    assert.equal(
      roomNotificationText({ kind: 'removed', room: kicked }),
      'You were kicked from lobby.',
    );
    const owner = room('lobby', { role: 'moderator', affiliation: 'owner' });
    assert.equal(
      roomNotificationText({ kind: 'rights', room: owner }),
      'lobby: you are now moderator, owner',
    );
  });

  it('says of many rooms together what others did to us', () => {
    const event = { kind: 'rights' as const, room: room('lobby', { role: 'visitor' }) };
    assert.equal(changesText([event]), 'lobby: you are now visitor');
    assert.match(changesText([event, event]), /: 2 in all$/u);
  });

  it('tells together what was held back', () => {
    const one = room('lobby', { unread: 12, mentions: 2 });
    assert.equal(roomSummaryText([one]), 'lobby: 12 unread messages, 2 mentioning you');
    const other = room('chess', { unread: 1 });
    assert.equal(roomSummaryText([other]), 'chess: 1 unread message');
    assert.equal(roomSummaryText([one, other]), '13 unread messages, 2 mentioning you in 2 rooms');
  });

  it('names who invites, or how many do', () => {
    const invitation = {
      ...{ id: '1', room: 'lobby@rooms.example.org', inviter: 'ada@example.org' },
      ...{ reason: '', hasPassword: false, time: 0 },
    };
    assert.equal(
      invitationsText([invitation], ['Ada']),
      'Ada invites you to lobby@rooms.example.org',
    );
    assert.equal(invitationsText([invitation, invitation], []), '2 invitations to rooms came');
  });

  it('names who enters and leaves', () => {
    const told = (entered: readonly string[], left: readonly string[]) =>
      occupantsText({ room: room('lobby'), entered, left });
    assert.equal(told(['Ada'], []), 'Ada entered lobby');
    assert.equal(told(['Ada', 'Bob', 'Eve'], []), 'Ada and 2 others entered lobby');
    assert.equal(told(['Ada'], ['Bob']), 'Ada entered lobby, Bob left lobby');
  });

  it('keeps its order, whatever others wrote', () => {
    assert.equal(says('a\u202eb'), 'Ada in lobby: a[U+202E]b');
    assert.equal(says('a', { name: 'x\u202ey' }), 'Ada in x[U+202E]y: a');
  });
});
