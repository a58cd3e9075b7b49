import assert from 'node:assert/strict';
import { ShownPictures } from '../../../../webview/view/shownPictures.ts';

describe('A14 the pictures of a tab', () => {
  it('give way to newer ones, the first ones first, once they are too many', () => {
    const shown = new ShownPictures();
    assert.deepEqual(shown.add('a', 40_000_000), []);
    assert.deepEqual(shown.add('b', 40_000_000), []);
    assert.deepEqual(shown.add('a', 40_000_000), []);
    assert.deepEqual(shown.add('c', 30_000_000), ['b']);
    shown.delete('a');
    assert.deepEqual(shown.add('d', 40_000_000), []);
    assert.deepEqual(shown.add('e', 70_000_000), ['c', 'd']);
  });
});
