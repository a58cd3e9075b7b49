import assert from 'node:assert/strict';
import type { ConversationView, LastMessageView } from '../../../../src/api/views.ts';
import {
  conversationLines,
  latestWords,
  optionWords,
  unreadWords,
} from '../../../../src/ui/conversations/conversationText.ts';
import { ListTimes } from '../../../../src/ui/conversations/listTimes.ts';
import { conversation } from '../../../support/conversations.ts';
import { saying } from '../../../support/say.ts';

const of = (change: Partial<ConversationView>) => conversation('Ada', change).conversation;
const words = (last: Partial<LastMessageView>, kind: ConversationView['kind'] = 'chat') =>
  latestWords(of({ kind, last: { time: 0, outgoing: false, excerpt: '', ...last } }));

describe('what a row says of a conversation', () => {
  it('is the last words on one line, ours as such', () => {
    assert.equal(words({ excerpt: 'Have\n  a look' }), 'Have a look');
    assert.equal(words({ excerpt: 'Yes', outgoing: true }), 'You: Yes');
    assert.equal(words({ excerpt: '/me waves', outgoing: true }), 'You waves');
    assert.equal(words({ excerpt: 'Yes', outgoing: true, hasFailed: true }), 'Not sent: Yes');
    assert.ok(words({ excerpt: 'x '.repeat(200) }).length <= 160);
  });

  it('names who wrote them in a room', () => {
    assert.equal(words({ excerpt: 'shipped', senderName: 'Grace' }, 'room'), 'Grace: shipped');
    assert.equal(words({ excerpt: '/me waves', senderName: 'Grace' }, 'room'), 'Grace waves');
    assert.equal(
      words({ excerpt: 'shipped', senderName: 'Me', outgoing: true }, 'room'),
      'You: shipped',
    );
    assert.equal(words({ excerpt: 'closing', senderName: '' }, 'room'), 'closing');
  });

  it('describes a notice, names a file, and does not say what was deleted', () => {
    assert.equal(words({ excerpt: saying('They called you.') }), 'They called you.');
    assert.equal(words({ excerpt: 'https://x', fileName: 'a.ts' }), 'a.ts');
    assert.equal(words({ excerpt: '', isDeleted: true }), 'Message deleted');
  });

  it('is who is typing before a draft, and a draft before the last words', () => {
    const last = { time: 0, outgoing: false, excerpt: 'hi' };
    assert.equal(latestWords(of({ last, draft: 'half\na' })), 'Draft: half a');
    assert.equal(latestWords(of({ last, draft: 'half', typing: ['Ada'] })), 'typing…');
    const typing = (...names: string[]) => latestWords(of({ kind: 'room', typing: names }));
    assert.equal(typing('Ada'), 'Ada typing…');
    assert.equal(typing('Ada', 'Grace'), 'Ada and Grace typing…');
    assert.equal(typing('Ada', 'Grace', 'Linus'), '3 people typing…');
    assert.equal(latestWords(of({})), '');
  });

  it('counts what is unread, and says what was chosen', () => {
    assert.equal(unreadWords(of({})), '');
    assert.equal(unreadWords(of({ unread: 3 })), '3 unread');
    assert.equal(unreadWords(of({ unread: 3, mentions: 1 })), '3 unread, 1 mentions you');
    assert.equal(unreadWords(of({ unread: 3, mentions: 2 })), '3 unread, 2 mention you');
    const chosen = of({ isPinned: true, level: 'never', mutedUntil: 5 });
    assert.equal(optionWords(chosen), 'pinned, muted');
    assert.deepEqual(conversationLines(chosen, String), [
      'Ada',
      'ada@example.org',
      'Muted until 5',
    ]);
  });
});

describe('the times of a list of chats', () => {
  const zone = 'Europe/Berlin';
  const now = Date.UTC(2026, 10, 28, 12);
  const times = new ListTimes(
    () => now,
    () => zone,
  );
  const HOUR_MS = 3_600_000;

  it('are the hour today, the weekday this week, else the date', () => {
    const shown = (options: Intl.DateTimeFormatOptions, time: number) =>
      new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone }).format(time);
    const [morning, yesterday] = [Date.UTC(2026, 10, 27, 23, 30), Date.UTC(2026, 10, 27, 22, 30)];
    assert.equal(times.short(morning), shown({ timeStyle: 'short' }, morning));
    assert.equal(times.short(yesterday), shown({ weekday: 'short' }, yesterday));
    const [first, before] = [Date.UTC(2026, 10, 21, 23, 30), Date.UTC(2026, 10, 21, 22, 30)];
    assert.equal(times.short(first), shown({ weekday: 'short' }, first));
    assert.equal(times.short(before), shown({ dateStyle: 'short' }, before));
  });

  it('change at midnight where the user is', () => {
    assert.equal(times.untilTomorrow(), 11 * HOUR_MS);
  });
});
