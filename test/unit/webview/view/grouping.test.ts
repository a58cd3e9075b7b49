import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import { rowHeadersOf } from '../../../../webview/view/grouping.ts';

const MINUTE = 60_000;
const NOON = new Date(2026, 10, 20, 12).getTime();

function message(minutes: number, senderName = 'Ada', outgoing = false): MessageView {
  return { id: String(minutes), outgoing, senderName, body: '', time: NOON + minutes * MINUTE };
}

/** D where a day begins, G where a group begins, - where neither. */
function headers(...messages: MessageView[]): string {
  return rowHeadersOf(messages)
    .map(({ day, group }) => (day ? 'D' : group ? 'G' : '-'))
    .join('');
}

describe('rowHeadersOf', () => {
  it('makes one group of one sender within five minutes of its first', () => {
    assert.equal(headers(message(0), message(3), message(5), message(6), message(8)), 'D--G-');
  });

  it('begins a group at another sender, also one of the same name', () => {
    assert.equal(
      headers(message(0), message(1, 'Me', true), message(2), message(2, 'Ada', true)),
      'DGGG',
    );
  });

  it('makes one group of one author of a room, and another where the nick is', () => {
    const by = (minutes: number, sender: string, senderName: string, outgoing = false) => ({
      ...message(minutes, senderName, outgoing),
      sender,
    });
    assert.equal(headers(by(0, 'a', 'Ada'), by(1, 'a', 'Ada'), by(2, 'b', 'Ada')), 'D-G');
    assert.equal(headers(by(0, 'a', 'Ada'), by(1, 'a', 'Countess')), 'DG');
    assert.equal(headers(by(0, 'me', 'Me', true), message(1, 'Me', true)), 'D-');
  });

  it('begins a day, and a group with it, at midnight of the local calendar', () => {
    assert.equal(headers(message(719), message(721), message(722)), 'DD-');
  });

  it('begins a group where the clock jumped back', () => {
    assert.equal(headers(message(60), message(50)), 'DG');
  });
});
