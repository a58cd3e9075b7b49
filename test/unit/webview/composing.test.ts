import assert from 'node:assert/strict';
import type { MessageView } from '../../../src/api/views.ts';
import {
  append,
  beginEdit,
  beginReply,
  isEditable,
  leave,
  parseMode,
} from '../../../webview/composing.ts';

const message = (id: string, change: Partial<MessageView> = {}): MessageView => ({
  id,
  outgoing: true,
  senderName: 'You',
  body: `body of ${id}`,
  time: 0,
  ...change,
});

describe('what the input is for', () => {
  it('is another text of a message, while the draft waits, whatever is edited next', () => {
    const first = beginEdit({ draft: 'draft', mode: undefined }, message('a'));
    assert.equal(first.draft, 'body of a');
    const second = beginEdit({ ...first, draft: 'changed' }, message('b'));
    assert.deepEqual(second.mode, { kind: 'edit', message: 'b', aside: 'draft' });
    assert.deepEqual(leave(second), { draft: 'draft', mode: undefined });
  });

  it('is an answer, whose draft is that of a new message', () => {
    const reply = beginReply({ draft: 'draft', mode: undefined }, message('a'));
    assert.deepEqual(reply, { draft: 'draft', mode: { kind: 'reply', message: 'a' } });
    assert.deepEqual(leave({ ...reply, draft: 'more' }), { draft: 'more', mode: undefined });
    const edit = beginEdit(reply, message('b'));
    assert.equal(beginReply(edit, message('c')).draft, 'draft');
  });

  it('takes a text at its end once, which is never part of an edit', () => {
    const typed = { draft: 'draft', mode: undefined };
    const added = append(typed, 'hello');
    assert.deepEqual(added, { draft: 'draft\nhello', mode: undefined });
    assert.deepEqual(append(added, 'hello'), added);
    assert.equal(append({ ...typed, draft: '' }, 'hello').draft, 'hello');
    const edit = append(beginEdit(typed, message('a')), 'hello');
    assert.deepEqual([edit.draft, leave(edit)], ['body of a', added]);
    const reply = append(beginReply(typed, message('a')), 'hello');
    assert.deepEqual(reply, { draft: 'draft\nhello', mode: { kind: 'reply', message: 'a' } });
  });

  it('is never to edit what others wrote, what is gone, or a file', () => {
    const file = { name: 'a', url: 'https://x/a' };
    const others = [{ outgoing: false }, { retracted: true as const }, { file }];
    assert.deepEqual(
      [{}, ...others].map((change) => isEditable(message('a', change))),
      [true, false, false, false],
    );
  });

  it('is read from what an earlier load kept, and from nothing else', () => {
    const edit = { kind: 'edit', message: 'a', aside: '' };
    const reply = { kind: 'reply', message: 'a' };
    assert.deepEqual([edit, reply].map(parseMode), [edit, reply]);
    for (const junk of [
      null,
      1,
      {},
      { ...edit, aside: 1 },
      { ...reply, kind: 'x' },
      { kind: 'reply' },
    ])
      assert.equal(parseMode(junk), undefined);
  });
});
