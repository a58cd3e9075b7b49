import assert from 'node:assert/strict';
import fc from 'fast-check';
import { highlight } from '../../../../webview/view/highlight.ts';
import { languageOf } from '../../../../webview/view/languages.ts';
import { cpuTime } from '../../../support/cpuTime.ts';

/** The coloured pieces, as `kind:text`. */
const coloured = (code: string, language: string) =>
  highlight(code, language)
    .filter(({ kind }) => kind)
    .map(({ kind, text }) => `${kind ?? ''}:${text}`);

const LANGUAGES = [
  ...['c', 'cpp', 'csharp', 'css', 'diff', 'dockerfile', 'go', 'html', 'ini', 'java', 'javascript'],
  ...['javascriptreact', 'json', 'jsonc', 'kotlin', 'lua', 'php', 'powershell', 'python', 'ruby'],
  ...['rust', 'shellscript', 'sql', 'swift', 'typescript', 'typescriptreact', 'xml', 'yaml'],
];

describe('highlight', () => {
  it('tells the kinds of tokens apart', () => {
    assert.deepEqual(coloured('const x = "a\\"b"; // c\nreturn 0x1F + y1;', 'typescript'), [
      'keyword:const',
      'string:"a\\"b"',
      'comment:// c',
      'keyword:return',
      'number:0x1F',
    ]);
    assert.deepEqual(coloured('def f(): # c\n  """a\nb"""', 'python'), [
      'keyword:def',
      'comment:# c',
      'string:"""a\nb"""',
    ]);
    assert.deepEqual(coloured("fn f<'a>(c: char) { 'x' }", 'rust'), [
      'keyword:fn',
      'keyword:char',
      "string:'x'",
    ]);
    assert.deepEqual(coloured('select "A" FROM t -- x', 'sql'), [
      'keyword:select',
      'keyword:FROM',
      'comment:-- x',
    ]);
    assert.deepEqual(coloured('@@ -1 +1 @@\n-a\n+b\n c', 'diff'), [
      'keyword:@@ -1 +1 @@',
      'deleted:-a',
      'inserted:+b',
    ]);
    assert.deepEqual(coloured('<a href="x">it\'s</a><!-- y -->', 'html'), [
      'keyword:<a',
      'string:"x"',
      'keyword:>',
      'keyword:</a',
      'keyword:>',
      'comment:<!-- y -->',
    ]);
    assert.deepEqual(coloured('key: 12 # n', 'yaml'), ['keyword:key', 'number:12', 'comment:# n']);
    assert.deepEqual(coloured('a { color: #fff }', 'css'), ['keyword:color', 'number:#fff']);
  });

  it('knows each of its languages, and leaves others plain', () => {
    for (const language of LANGUAGES) {
      const code = 'x "s" 1\n-d\n';
      assert.ok(coloured(code, language).length > 0, language);
    }
    for (const language of ['brainfuck', 'constructor', '__proto__', undefined]) {
      assert.deepEqual(highlight('const x = 1', language), [{ text: 'const x = 1' }]);
    }
  });

  it('loses and adds nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('"', "'", '`', '/*', '*/', '//', '#', '<!--', '\\', '\n', 'if', '1.', '"""'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom(...LANGUAGES), (pieces, language) => {
        const code = pieces.join('');
        assert.equal(
          highlight(code, language)
            .map(({ text }) => text)
            .join(''),
          code,
        );
      }),
    );
  });

  it('A42: takes at most 50 ms for 64 KiB, in any language', () => {
    for (const piece of [
      'a',
      'a ',
      '"',
      "'\\",
      '/*',
      '<',
      '#',
      '1.',
      '`\\',
      '[',
      'a-',
      '"""',
      ' ',
    ]) {
      for (const language of LANGUAGES) {
        const code = piece.repeat(65_536 / piece.length);
        const took = cpuTime(() => highlight(code, language));
        assert.ok(took <= 50, `${piece} in ${language}: ${took} ms`);
      }
    }
  });
});

describe('languageOf', () => {
  it('knows names, short names, and the endings of files', () => {
    const cases = {
      ts: 'typescript',
      'C++': 'cpp',
      python: 'python',
      'src/parse.ts:12-20': 'typescript',
      'a/b.rs something else': 'rust',
      zig: 'zig',
    };
    for (const [info, language] of Object.entries(cases)) assert.equal(languageOf(info), language);
  });

  it('takes nothing else for a language', () => {
    for (const info of ['', 'ignored(x)', '../../x', 'javascript:alert(1)', 'x'.repeat(40)]) {
      assert.equal(languageOf(info), undefined);
    }
    assert.equal(languageOf('constructor'), 'constructor');
  });
});
