import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, endOf, graphemeAt, shorten } from '../../../src/base/graphemes.ts';
import { cpuTime } from '../../support/cpuTime.ts';

const GRAPHEMES = [
  'a',
  'e\u0301',
  '👨‍👩‍👧‍👦',
  '🇩🇪',
  '👍🏽',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  'क्षि',
  '한'.normalize('NFD'),
  '\r\n',
];
const texts = fc.array(fc.constantFrom(...GRAPHEMES), { minLength: 1, maxLength: 60 });

describe('cutting a text', () => {
  it('leaves whole graphemes, as many as there is room for', () => {
    fc.assert(
      fc.property(texts, fc.nat(200), (parts, length) => {
        const text = parts.join('');
        const cut = beginningOf(text, length);
        const clusters = [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
        let whole = '';
        for (const cluster of clusters) {
          if (whole.length + cluster.length > length) break;
          whole += cluster;
        }
        if (whole !== '') assert.equal(cut, whole);
        assert.ok(cut.length <= length && text.startsWith(cut));
        const end = endOf(text, length);
        assert.ok(end.length <= Math.max(length, 0) && text.endsWith(end));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('begins behind a grapheme where the end is kept', () => {
    for (const one of GRAPHEMES) {
      for (let length = 1; length < one.length; length += 1) {
        assert.equal(endOf(`xx${one}yy`, 2 + length), 'yy', JSON.stringify(one));
      }
      assert.equal(endOf(`xx${one}yy`, 2 + one.length), `${one}yy`);
    }
  });

  it('leaves no half of a character where marks are heaped on it, and shows that it was cut', () => {
    const heap = `a${'\u0301'.repeat(5000)}`;
    assert.equal(beginningOf(heap, 100), heap.slice(0, 100));
    assert.equal(beginningOf('😀', 1), '');
    assert.equal(shorten('abc', 3), 'abc');
    assert.equal(shorten('abcd', 3), 'ab…');
    assert.equal(shorten('a👍🏽b', 4), 'a…');
    assert.equal(graphemeAt(`x${heap}`, 1), 'a');
    assert.equal(graphemeAt('xe\u0301', 1), 'e\u0301');
  });

  it('takes time in proportion to the length, whatever the text', () => {
    for (const unit of ['🇩🇪', '\u0301', '👩\u200D', 'a', '\u1100', '\u0915\u094D']) {
      const text = unit.repeat(Math.ceil(300_000 / unit.length));
      const spent = cpuTime(() => {
        beginningOf(text, 262_144);
        endOf(text, 1000);
      });
      assert.ok(spent < 500, `${JSON.stringify(unit)}: ${spent} ms`);
    }
  });
});
