import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import { mostUsed } from '../../../../webview/view/reactions.ts';

const message = (...own: readonly string[]): MessageView => ({
  id: 'a',
  outgoing: false,
  senderName: 'Ada',
  body: '',
  time: 0,
  reactions: [
    ...own.map((emoji) => ({ emoji, own: true, names: ['You'] })),
    { emoji: '💥', own: false, names: ['Ada'] },
  ],
});

describe('the reactions offered first', () => {
  it('are those that we used most, and then the usual ones, six in all', () => {
    assert.deepEqual(mostUsed([]), ['👍', '❤️', '😂', '🎉', '😮', '😢']);
    const used = mostUsed([message('👀', '🎉'), message('🎉'), message()]);
    assert.deepEqual(used, ['🎉', '👀', '👍', '❤️', '😂', '😮']);
  });
});
