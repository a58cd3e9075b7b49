import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import { findMessages } from '../../../../webview/view/findMessages.ts';

const message = (id: string, body: string, file?: MessageView['file']): MessageView => ({
  ...{ id, outgoing: false, senderName: 'Ada', body, time: 0 },
  ...(file && { file }),
});
const messages = [
  message('a', 'The Parser\nis ready'),
  message('b', ''),
  message('c', '', { name: 'parser.ts', url: 'https://h/x' }),
  message('d', 'Über (a+b)*'),
];

describe('findMessages', () => {
  it('finds texts and file names, whatever their case', () => {
    assert.deepEqual(findMessages(messages, 'pARSER'), ['a', 'c']);
    assert.deepEqual(findMessages(messages, 'ÜBER'), ['d']);
    assert.deepEqual(findMessages(messages, '(a+b)*'), ['d']);
  });

  it('finds nothing for nothing', () => {
    assert.deepEqual(findMessages(messages, ''), []);
    assert.deepEqual(findMessages(messages, 'lexer'), []);
  });
});
