import assert from 'node:assert/strict';
import { parseBlocks } from '../../../../webview/view/styling.ts';
import { quote } from '../../../../webview/view/rowActions.ts';

describe('quote', () => {
  it('makes a quotation that is read as one, also of a quotation and of code', () => {
    const text = 'a\n> b\n```ts\nc\n\nd\n```';
    assert.equal(quote(text), '> a\n>> b\n> ```ts\n> c\n> \n> d\n> ```');
    assert.deepEqual(parseBlocks(quote(text)), [{ kind: 'quote', blocks: parseBlocks(text) }]);
  });
});
