import assert from 'node:assert/strict';
import { estimateHeight } from '../../../../webview/view/estimateHeight.ts';

const none = { day: false, group: false, news: 0, asides: [] };
const aside = { time: 0, text: 'Ada left', title: 'Ada left' };

describe('estimateHeight', () => {
  it('grows with the lines, written or wrapped, up to where a message is folded', () => {
    const one = estimateHeight('hello', none);
    assert.equal(estimateHeight('', none), one);
    const two = estimateHeight('a\nb', none);
    assert.ok(two > one);
    assert.equal(estimateHeight('x'.repeat(150), none), two);
    const most = estimateHeight('x\n'.repeat(41), none);
    assert.equal(estimateHeight('x\n'.repeat(5000), none), most);
    assert.equal(estimateHeight('x'.repeat(60_000), none), most);
  });

  it('counts what stands above the message', () => {
    const plain = estimateHeight('hello', none);
    for (const header of [{ day: true }, { group: true }, { news: 3 }, { asides: [aside] }]) {
      assert.ok(estimateHeight('hello', { ...none, ...header }) > plain);
    }
  });
});
