import assert from 'node:assert/strict';
import { type Emoji, findEmoji } from '../../../../webview/typing/findEmoji.ts';

const ALL: readonly Emoji[] = [
  ['😀', 'grinning face', 'smile happy'],
  ['🐱', 'cat face', 'animal meow'],
  ['🐈', 'cat', 'animal'],
  ['🚀', 'rocket', 'launch space face'],
];

describe('findEmoji', () => {
  const find = (query: string, ...recent: string[]) =>
    findEmoji(ALL, query, recent).map(([emoji]) => emoji);

  it('finds by the beginnings of words, those of the name first', () => {
    assert.deepEqual(find('FACE'), ['😀', '🐱', '🚀']);
    assert.deepEqual(find('ca fa'), ['🐱']);
    assert.deepEqual(find('animal cat'), ['🐱', '🐈']);
    assert.deepEqual(find('ace'), []);
    assert.deepEqual(find('dog'), []);
  });

  it('gives all without a query, the recent first, each once, and none that it does not know', () => {
    assert.deepEqual(find(' ', '🚀', 'x', '😀'), ['🚀', '😀', '🐱', '🐈']);
  });
});
