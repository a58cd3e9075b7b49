import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cpuTime } from '../../../support/cpuTime.ts';
import {
  type Block,
  MAX_SPANS,
  parseBlocks,
  parseSpans,
  type Span,
} from '../../../../webview/view/styling.ts';

const MARKS = { strong: 'B', emphasis: 'I', strike: 'S', code: 'C' } as const;

/** `*a* b` as `B(a) b`. */
const shape = (spans: readonly Span[]): string =>
  spans
    .map((span) =>
      span.kind === 'text' ? span.text : `${MARKS[span.kind]}(${shape(span.children)})`,
    )
    .join('');
const styled = (text: string) => shape(parseSpans(text, MAX_SPANS));

/** What was written, put together again. */
const written = (spans: readonly Span[]): string =>
  spans
    .map((span) =>
      span.kind === 'text'
        ? span.text
        : `${span.directive}${written(span.children)}${span.directive}`,
    )
    .join('');

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('*', '_', '~', '`', '```', '>', '> ', '\n', ' ', 'a', '*a*', '\u00a0', '/me '),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('parseSpans', () => {
  it('styles the examples of XEP-0393', () => {
    const examples = {
      'plain span': 'plain span',
      '*strong span*': 'B(strong span)',
      'plain _emphasis_ plain': 'plain I(emphasis) plain',
      '`pre` plain *strong*': 'C(pre) plain B(strong)',
      '*strong*plain*': 'B(strong)plain*',
      '* plain *strong*': '* plain B(strong)',
      '~gone~': 'S(gone)',
      '*bold _both_*': 'B(bold I(both))',
      '_*both*_': 'I(B(both))',
      '`*as it is*`': 'C(*as it is*)',
    };
    for (const [given, expected] of Object.entries(examples)) assert.equal(styled(given), expected);
  });

  it('styles nothing else', () => {
    const plain = [
      'not strong*',
      '*not strong',
      '*not \n strong*',
      '*not *strong',
      '**',
      '***',
      '****',
      '**not**',
      'snake_case_name 2*3*4',
      '* not*',
      'https://example.org/a_b_c',
    ];
    for (const given of plain) assert.equal(styled(given), given);
  });

  it('keeps every character, and the limit', () => {
    fc.assert(
      fc.property(text, fc.nat(4), (given, limit) => {
        const spans = parseSpans(given, limit);
        assert.equal(written(spans), given);
        const count = (list: readonly Span[]): number =>
          list.reduce((sum, s) => sum + (s.kind === 'text' ? 0 : 1 + count(s.children)), 0);
        assert.ok(count(spans) <= limit);
      }),
    );
  });
});

describe('parseBlocks', () => {
  it('finds fences, to the line of three grave accents or the end', () => {
    assert.deepEqual(parseBlocks('a\n```ts \nlet *x*;\n> y\n```\nb\n``` \nc'), [
      { kind: 'text', text: 'a' },
      { kind: 'code', info: 'ts', code: 'let *x*;\n> y' },
      { kind: 'text', text: 'b' },
      { kind: 'code', info: '', code: 'c' },
    ]);
  });

  it('finds quotations, with blocks inside', () => {
    assert.deepEqual(parseBlocks('> ```\n> (x)\nplain\n>> a\n>  b\nc'), [
      { kind: 'quote', blocks: [{ kind: 'code', info: '', code: '(x)' }] },
      { kind: 'text', text: 'plain' },
      {
        kind: 'quote',
        blocks: [
          { kind: 'quote', blocks: [{ kind: 'text', text: 'a' }] },
          { kind: 'text', text: ' b' },
        ],
      },
      { kind: 'text', text: 'c' },
    ]);
  });

  it('keeps the text, whatever it looks like', () => {
    const letters = (value: string) => value.replace(/[`>\s]/gu, '');
    const all = (blocks: readonly Block[]): string =>
      blocks
        .map((block) => {
          if (block.kind === 'text') return block.text;
          return block.kind === 'code' ? block.info + block.code : all(block.blocks);
        })
        .join('');
    fc.assert(
      fc.property(text, (given) => {
        assert.equal(letters(all(parseBlocks(given))), letters(given));
      }),
    );
  });

  it('tells at most eight quotations and 200 blocks apart', () => {
    const depth = ([block]: readonly Block[]): number =>
      block?.kind === 'quote' ? 1 + depth(block.blocks) : 0;
    assert.equal(depth(parseBlocks('>'.repeat(10_000))), 8);
    assert.ok(parseBlocks('>\na\n'.repeat(1000)).length <= 401);
  });

  it('A42: takes at most 50 ms for 64 KiB', () => {
    const pieces = [
      '*',
      '*a',
      '*a* ',
      ' *_~`',
      '>',
      '>\n',
      '> a\n\n',
      '```\n',
      '`',
      '*a _b ',
      '\n',
    ];
    for (const piece of pieces) {
      const given = piece.repeat(65_536 / piece.length);
      const spansOf = (blocks: readonly Block[]) => {
        for (const block of blocks) {
          if (block.kind === 'text') parseSpans(block.text, MAX_SPANS);
          if (block.kind === 'quote') spansOf(block.blocks);
        }
      };
      const took = cpuTime(() => {
        spansOf(parseBlocks(given));
      });
      assert.ok(took <= 50, `${JSON.stringify(piece)}: ${took} ms`);
    }
  });
});
