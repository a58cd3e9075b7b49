import assert from 'node:assert/strict';
import { isInCode } from '../../../../webview/typing/completion.ts';
import { emojiCompletion, proposeEmoji } from '../../../../webview/typing/emojiCompletion.ts';
import type { Emoji } from '../../../../webview/typing/findEmoji.ts';

const EMOJI: readonly Emoji[] = [
  ['😻', 'smiling cat with heart-eyes', 'love'],
  ['🐱', 'cat face', 'kitty'],
  ['🐈', 'cat', 'pet'],
  ['🎉', 'party popper', 'tada'],
];

describe('the completion of emoji', () => {
  const typed = (text: string) => {
    const caret = text.indexOf('|');
    const found = emojiCompletion(
      text.replace('|', ''),
      caret,
      () => Promise.resolve(EMOJI),
      () => undefined,
    );
    return found && text.slice(found.place.start, found.place.end);
  };

  it('begins with a colon and two letters at the beginning of a word', () => {
    assert.equal(typed(':ca|'), ':ca');
    assert.equal(typed('hi :tada:|'), ':tada:');
    assert.equal(typed('(:+1| x'), ':+1');
    for (const text of [':|', ':c|', ':-)|', 'a:cat|', '10:30|', '::cat|', ': cat|', ':cat |'])
      assert.equal(typed(text), undefined, text);
  });

  it('has the exact name first, then what begins so, then all other words', () => {
    const found = (query: string) => proposeEmoji(EMOJI, query).map(([emoji]) => emoji);
    assert.deepEqual(found('cat'), ['🐈', '🐱', '😻']);
    assert.deepEqual(found('Party_Pop'), ['🎉']);
    assert.deepEqual(found('tada'), ['🎉']);
    assert.deepEqual(found('zz'), []);
  });

  it('says nothing where the emoji cannot be loaded', async () => {
    const found = emojiCompletion(
      ':cat',
      4,
      () => Promise.reject(new Error('gone')),
      () => undefined,
    );
    assert.deepEqual(await found?.proposals, []);
  });
});

describe('where code is typed', () => {
  const isCode = (text: string) => isInCode(text.replace('|', ''), text.indexOf('|'));

  it('is between fences and backticks', () => {
    for (const text of ['```|', '```ts|', '```\n@Over|', '```\na\n```b\n:sym|', 'the `:sym|` of']) {
      assert.equal(isCode(text), true, text);
    }
    for (const text of ['|', 'a|', '```\na\n```\n:ca|', 'the `x` and :ca|', 'a```\n:ca|']) {
      assert.equal(isCode(text), false, text);
    }
  });
});
