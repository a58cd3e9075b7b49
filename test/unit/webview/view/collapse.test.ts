import assert from 'node:assert/strict';
import { countLines, fold, FOLDED_LINES } from '../../../../webview/view/collapse.ts';
import { parseBlocks } from '../../../../webview/view/styling.ts';

const lines = (count: number, prefix = '') =>
  Array.from({ length: count }, (_, i) => `${prefix}line ${i}`).join('\n');

describe('fold', () => {
  it('keeps the first 40 lines, over all blocks', () => {
    const blocks = parseBlocks(
      `${lines(10)}\n${lines(10, '> ')}\n\`\`\`\n${lines(50)}\n\`\`\`\nend`,
    );
    assert.equal(countLines(blocks), 71);
    const [text, quote, code, ...rest] = fold(blocks);
    assert.deepEqual([text, quote], blocks.slice(0, 2));
    assert.ok(code?.kind === 'code');
    assert.equal(code.shown, lines(20));
    assert.equal(code.code, lines(50));
    assert.deepEqual(rest, []);
    assert.equal(countLines(fold(parseBlocks(lines(100)))), FOLDED_LINES);
  });

  it('counts a long line as the many that it fills', () => {
    const blocks = parseBlocks('👩‍💻'.repeat(5000));
    assert.ok(countLines(blocks) > 200);
    const [text] = fold(blocks);
    assert.ok(text?.kind === 'text' && !/[\uD800-\uDBFF]$/.test(text.text));
    assert.ok(countLines([text]) <= FOLDED_LINES);
  });

  it('keeps what is not to be styled as it is', () => {
    const text = lines(50, '> *');
    const [first] = fold([{ kind: 'text', text, isPlain: true }]);
    assert.deepEqual(first, { kind: 'text', text: lines(FOLDED_LINES, '> *'), isPlain: true });
  });

  it('leaves a message alone that fits', () => {
    const blocks = parseBlocks(lines(40));
    assert.equal(countLines(blocks), 40);
    assert.deepEqual(fold(blocks), blocks);
  });
});
