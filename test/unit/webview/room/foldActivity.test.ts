import assert from 'node:assert/strict';
import type { RoomActivityView } from '../../../../src/api/views.ts';
import { foldActivity } from '../../../../webview/room/foldActivity.ts';
import {
  entered,
  exited,
  MINUTE,
  NOON,
  privacy,
  renamed,
  standing,
} from '../../../support/activity.ts';

const lines = (...entries: readonly RoomActivityView[]) =>
  foldActivity(entries).map(({ text }) => text);

describe('foldActivity', () => {
  it('says in one line who came and who left', () => {
    assert.deepEqual(
      lines(
        ...['Ada', 'Grace', 'Bob', 'Eve', 'Mary'].map((nick) => entered(nick)),
        exited('Linus'),
      ),
      ['Ada, Grace and 3 others came in, Linus left'],
    );
    assert.deepEqual(lines(entered('Ada')), ['Ada came in']);
    assert.deepEqual(lines(entered('Ada'), entered('Bob'), entered('Eve')), [
      'Ada, Bob and Eve came in',
    ]);
  });

  it('names all in the tooltip, up to thirty', () => {
    const all = Array.from({ length: 40 }, (_, n) => entered(`n${n}`));
    const [line] = foldActivity(all);
    assert.equal(line?.text, 'n0, n1 and 38 others came in');
    assert.match(line.title, /^n0, .*, n29 and 10 others came in$/u);
  });

  it('says nothing of who is there again, and once who came and went', () => {
    assert.deepEqual(lines(exited('Ada'), entered('Ada')), []);
    assert.deepEqual(lines(exited('Ada'), entered('Ada'), exited('Ada')), ['Ada left']);
    assert.deepEqual(
      lines(entered('Bob'), exited('Bob'), entered('Bob'), exited('Bob', { how: 'disconnected' })),
      ['Bob came and went'],
    );
  });

  it('follows nicks, back to the first', () => {
    assert.deepEqual(lines(renamed('Ada', 'A'), renamed('A', 'Countess')), ['Ada is now Countess']);
    assert.deepEqual(lines(renamed('Ada', 'A'), renamed('A', 'Ada')), []);
    assert.deepEqual(lines(entered('Ada'), renamed('Ada', 'A')), ['A came in']);
    assert.deepEqual(lines(renamed('Ada', 'A'), entered('Ada'), exited('A')), [
      'Ada came in, A left',
    ]);
    const many = ['a', 'b', 'c', 'd', 'e'].map((nick) => renamed(nick, nick.toUpperCase()));
    assert.deepEqual(lines(...many), ['a is now A, b is now B, 3 others have new nicks']);
  });

  it('says who was removed by whom, and why where that is of one', () => {
    assert.deepEqual(lines(exited('Eve', { how: 'kicked', by: 'Ada', reason: 'spam' })), [
      'Eve was kicked by Ada (spam)',
    ]);
    assert.deepEqual(
      lines(
        exited('Eve', { how: 'banned', by: 'Ada', reason: 'spam' }),
        exited('Mallory', { how: 'banned', by: 'Ada', reason: 'too' }),
        exited('Bob', { how: 'removed' }),
      ),
      ['Eve and Mallory were banned by Ada, Bob was removed, as no member'],
    );
  });

  it('says what others may do now, by what has changed in the end', () => {
    const moderator = { role: 'moderator' } as const;
    assert.deepEqual(lines(standing('Ada', {}, moderator), standing('Bob', {}, moderator)), [
      'Ada and Bob are moderators now',
    ]);
    assert.deepEqual(lines(standing('Ada', {}, moderator), standing('Ada', moderator, {})), []);
    assert.deepEqual(lines(standing('Ada', moderator, {})), ['Ada is no longer a moderator']);
    assert.deepEqual(lines(standing('Ada', { role: 'visitor' }, {})), ['Ada can write now']);
    assert.deepEqual(lines(standing('Ada', {}, { role: 'visitor' })), ['Ada can only read now']);
    assert.deepEqual(lines(standing('Ada', {}, { affiliation: 'admin', role: 'moderator' })), [
      'Ada is an admin now',
    ]);
    assert.deepEqual(lines(standing('Ada', { affiliation: 'owner' }, {})), [
      'Ada is no longer an owner',
    ]);
  });

  it('begins a new line after ten minutes, at midnight, and where the clock went back', () => {
    const at = (nick: string, minutes: number) => entered(nick, minutes * MINUTE);
    assert.deepEqual(lines(at('a', 0), at('b', 10), at('c', 11)), ['a and b came in', 'c came in']);
    assert.deepEqual(lines(at('a', 719), at('b', 721)), ['a came in', 'b came in']);
    assert.deepEqual(lines(at('a', 5), at('b', 4)), ['a came in', 'b came in']);
    assert.equal(foldActivity([at('a', 3)])[0]?.time, NOON + 3 * MINUTE);
  });

  it('gives a line of its own to what concerns the user', () => {
    const folded = foldActivity([
      entered('Ada'),
      privacy('addressesShown'),
      standing('Me', {}, { role: 'visitor' }, true),
      renamed('Me', 'I', true),
      privacy('logged'),
      entered('Bob'),
    ]);
    assert.deepEqual(
      folded.map(({ text, isWarning }) => [text, isWarning === true]),
      [
        ['Ada came in', false],
        ['Everybody in this room can see your address', true],
        ['You can only read now', false],
        ['You are now called I', false],
        ['What is said here is logged by the room now', false],
        ['Bob came in', false],
      ],
    );
  });
});
