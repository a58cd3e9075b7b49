import assert from 'node:assert/strict';
import { partsOf, withoutParts } from '../../../../src/model/chats/content.ts';
import type { Content, Message } from '../../../../src/model/history.ts';

describe('what a message says', () => {
  const content: Content = {
    body: 'words',
    file: { name: 'a.ts' },
    subject: 'words',
    unstyled: true,
    notice: { kind: 'attention' },
    reply: {
      ...{ message: '0', outgoing: true, excerpt: 'x' },
      ref: { sender: 'me@example.org', id: '0' },
    },
  };
  const others: Omit<Message, keyof Content> = {
    ...{ id: '1', sender: 'bob@example.org', outgoing: false, time: 1 },
    ...{ originId: 'o', edited: 2 },
  };

  it('is told apart from all else that is known of it', () => {
    assert.deepEqual(partsOf({ ...others, ...content }), content);
    assert.deepEqual(withoutParts({ ...others, ...content }), others);
    assert.deepEqual(partsOf({ ...others, body: '' }), { body: '' });
  });
});
