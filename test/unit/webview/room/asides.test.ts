import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import { type LoadedEdges, placeAsides } from '../../../../webview/room/asides.ts';
import { readBy } from '../../../../webview/room/readBy.ts';
import { entered, exited, MINUTE, NOON } from '../../../support/activity.ts';

const ALL: LoadedEdges = { hasOlder: false, hasNewer: false };

function said(id: string, minutes: number, change: Partial<MessageView> = {}): MessageView {
  return {
    ...{ id, outgoing: false, senderName: 'Ada', sender: 'jid:ada@x', body: id },
    time: NOON + minutes * MINUTE,
    ...change,
  };
}

const came = (nick: string, minutes: number) => entered(nick, minutes * MINUTE);

/** The ids of messages, and the lines between them. */
function placed(
  messages: readonly MessageView[],
  activity: Parameters<typeof placeAsides>[1],
  edges = ALL,
): readonly string[] {
  const { messages: shown, before, after } = placeAsides(messages, activity, edges);
  const texts = (asides: Iterable<{ readonly text: string }>) =>
    [...asides].map(({ text }) => `(${text})`);
  return [...shown.flatMap(({ id }) => [...texts(before.get(id) ?? []), id]), ...texts(after)];
}

describe('placeAsides', () => {
  it('puts what happened between the messages, by time, each gap folded by itself', () => {
    const messages = [said('1', 1), said('2', 3), said('3', 5)];
    const activity = [came('a', 0), came('b', 2), came('c', 2), came('d', 5), came('e', 9)];
    assert.deepEqual(placed(messages, activity), [
      ...['(a came in)', '1', '(b and c came in)', '2', '3', '(d and e came in)'],
    ]);
  });

  it('leaves out what belongs to messages that are not loaded', () => {
    const messages = [said('1', 1), said('2', 3)];
    const activity = [came('a', 0), came('b', 2), came('c', 4)];
    const edges = { hasOlder: true, hasNewer: true };
    assert.deepEqual(placed(messages, activity, edges), ['1', '(b came in)', '2']);
  });

  it('shows it where nobody has written', () => {
    assert.deepEqual(placed([], [came('a', 0), exited('b')]), ['(a came in, b left)']);
  });

  it('puts a number in the place of messages of those who are ignored', () => {
    const ignored = (id: string, minutes: number, sender: string) =>
      said(id, minutes, { isIgnored: true, body: '', sender });
    const messages = [
      ignored('1', 1, 'jid:eve@x'),
      said('2', 2),
      ignored('3', 3, 'jid:eve@x'),
      ignored('4', 4, 'jid:mallory@x'),
      ignored('5', 5, 'jid:eve@x'),
      said('6', 6),
    ];
    assert.deepEqual(placed(messages, [came('a', 2.5)]), [
      '(A message of an ignored occupant)',
      '2',
      '(a came in)',
      '(3 messages of 2 ignored occupants)',
      '6',
    ]);
  });
});

describe('readBy', () => {
  const messages = [
    said('1', 1),
    said('2', 2, { outgoing: true }),
    said('3', 3),
    said('4', 4, { outgoing: true }),
    said('5', 5),
  ];
  const reader = (nick: string, message: string) => ({ id: `jid:${nick}@x`, nick, message });

  it('says of our messages who has read as far, of others who came no further', () => {
    const readers = [reader('Ada', '3'), reader('Bob', '4'), reader('Eve', '1')];
    assert.deepEqual(
      [...readBy(messages, readers)],
      [
        ['1', ['Eve']],
        ['2', ['Ada', 'Bob']],
        ['3', ['Ada']],
        ['4', ['Bob']],
      ],
    );
  });

  it('knows nothing of messages that are not loaded', () => {
    assert.equal(readBy(messages, [reader('Ada', '0')]).size, 0);
    assert.equal(readBy(messages, []).size, 0);
  });
});
