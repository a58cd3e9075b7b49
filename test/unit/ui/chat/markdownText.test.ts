import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { markdownBody, markdownLine, markdownLink } from '../../../../src/ui/chat/markdownText.ts';

/** As the editor's preview reads it, with HTML and links found in text. */
const preview = new MarkdownIt({ html: true, linkify: true });
preview.linkify.set({ fuzzyLink: false });

type Token = ReturnType<typeof preview.parse>[number];

/** What a text says to Markdown: its kinds of tokens, its words, its code, and where links lead. */
function read(markdown: string) {
  const flat = (tokens: readonly Token[]): Token[] =>
    tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
  const tokens = flat(preview.parse(markdown, {}));
  const inline = tokens.filter(({ type }) => type !== 'inline');
  return {
    kinds: new Set(inline.map(({ type }) => type)),
    words: inline
      .map(({ type, content }) =>
        type === 'text' ? content : /break$|^paragraph_close$/u.test(type) ? '\n' : '',
      )
      .join('')
      .trim(),
    code: inline.flatMap(({ type, content }) => (type === 'fence' ? [content] : [])),
    links: inline
      .filter(({ type }) => type === 'link_open')
      .map((token) => String(token.attrGet('href'))),
  };
}

const TEXT_ALONE = ['paragraph_open', 'paragraph_close', 'text', 'hardbreak', 'softbreak'];
const LINKS = ['link_open', 'link_close'];

function assertText(body: string): void {
  const { kinds, words } = read(markdownBody(body));
  const others = [...kinds].filter((kind) => ![...TEXT_ALONE, ...LINKS].includes(kind));
  assert.deepEqual(others, [], JSON.stringify([body, markdownBody(body)]));
  const plain = (text: string) => text.replace(/\s+/gu, ' ').trim();
  assert.equal(plain(words), plain(body), markdownBody(body));
}

describe('text of others in Markdown', () => {
  it('means nothing', () => {
    for (const body of [
      '![x](https://tracker.example/p.png)',
      '[a]: https://tracker.example "t"\n\n[a] ![a]',
      '<img src=https://tracker.example/q.png>\n<!-- a -->\n<script>',
      'Title\n===\nTitle\n---\nTitle\n=',
      '# a\n####### b\n#',
      '- a\n+ b\n* c\n1. d\n2) e\n123456789. f\n- [ ] g',
      '> a\n>> b',
      '    code\n\n\tcode\n \t code\n\u00A0x',
      '| a | b |\n| - | - |\n| c | d |',
      'a | b\n:- | -:\nc | d',
      '[^1]\n\n[^1]: note',
      '$x$ and $$\ny\n$$',
      '&copy; &#x41; &amp;lt;',
      '*a* **b** _c_ __d__ ~~e~~ `f` ``g`` ~h~ ^i^ ==j==',
      'a\\\nb \\* c\\',
      '---\n***\n___\n- - -',
      '~~~\ncode\n~~~\n ```\ncode\n ```',
      'one\r# two\r\n- three\u2028# four',
      ':smile: :+1: a:b:c',
      '~~~js\n<b>',
      '---\ntitle: front matter\n---',
      'ada_b@ exa_mple@ @ada',
      'Term\n: definition',
    ])
      assertText(body);
  });

  it('means nothing, whatever it is', () => {
    const piece = fc.constantFrom(
      ...[
        '\n',
        '\n\n',
        ' ',
        '    ',
        '\t',
        '\r',
        '#',
        '-',
        '+',
        '*',
        '_',
        '=',
        '>',
        '<',
        'b>',
        '[',
        ']',
        '(',
        ')',
      ],
      ...[
        '!',
        '`',
        '``',
        '~~~',
        '|',
        ':',
        '1',
        '.',
        '\\',
        '&',
        'amp;',
        '$',
        '^',
        '/',
        '//',
        'x',
        '@',
        'é',
        '"',
        "'",
      ],
      ...['http:', 'x.example', 'https://x.example/a_b', 'javascript:', 'data:'],
    );
    const body = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        body.filter((text) => !/^```/mu.test(text)),
        assertText,
      ),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('leads where its addresses lead, and only there', () => {
    const links = (body: string) => read(markdownBody(body)).links;
    for (const url of [
      'https://example.org/a_b_c',
      'https://example.org/*a*?b=[1]&copy=2#~x',
      'https://example.org/a%20b%5C(c)',
      'xmpp:ada_b@example.org',
      'mailto:ada_b@example.org',
    ]) {
      assert.deepEqual(links(`see ${url}, or`), [preview.normalizeLink(url)], url);
      assert.ok(markdownBody(url).includes(url), url);
    }
    assert.deepEqual(links('ada_b@example.org'), ['mailto:ada_b@example.org']);
    assert.deepEqual(links('_(https://example.org/a)_.'), ['https://example.org/a']);
    for (const [before, after] of [
      ['看', '。谢谢'],
      ['请看', '和文档，谢谢'],
      ['', '를 보세요'],
      ['（', '）'],
      ['“', '”'],
      ['', '،'],
    ] as const) {
      const text = `${before}https://example.org/a_b${after}`;
      assert.deepEqual(links(text), ['https://example.org/a_b'], text);
    }
    assert.deepEqual(links('https://example.org/a、ada@example.org。'), [
      'https://example.org/a',
      'mailto:ada@example.org',
    ]);
    assert.deepEqual(links(String.raw`https://example.org\@evil.example/`), []);
    assert.deepEqual(links('javascript:alert(1) data:text/html,x //x_y.example/a_b'), []);
    assert.equal(markdownLink('https://x.example/a> <b>'), '<https://x.example/a%3E%20%3Cb%3E>');
    assert.equal(markdownLink('javascript:alert`1`'), 'javascript:alert\\`1\\`');
  });

  it('stays on one line where it is a name', () => {
    assert.equal(markdownLine(' a\n# b\u2028\r- *c*'), 'a \\# b - \\*c\\*');
    const name = 'ada_b@example.org https://x_y.example';
    const { kinds, words } = read(markdownLine(name));
    assert.deepEqual([[...kinds], words], [['paragraph_open', 'text', 'paragraph_close'], name]);
  });
});

describe('code of others in Markdown', () => {
  const code = (body: string) => read(markdownBody(body)).code;

  it('is what was written, byte for byte, in a fence that nothing in it closes', () => {
    for (const lines of [
      ' ```\n![x](https://tracker.example/p.png)',
      '   ````\n<img src="https://tracker.example/q.png">',
      '```js\nlet a = b*c;',
      '`````\n~~~\n\\*',
      '\tx  \n\n  y\r\n\u00A0',
      '``` ',
    ]) {
      assert.deepEqual(code(`\`\`\`\n${lines}\n\`\`\``), [`${lines}\n`.replaceAll('\r\n', '\n')]);
      assert.ok(markdownBody(`\`\`\`\n${lines}\n\`\`\``).includes(`\n${lines}\n`));
      assert.deepEqual(code(`\`\`\`\n${lines}`), [`${lines}\n`.replaceAll('\r\n', '\n')]);
    }
  });

  it('ends where the message ends it', () => {
    const { code, words } = read(markdownBody('a\n```ts\nb\n```\n*c*\n```\n```\nd'));
    assert.deepEqual(code, ['b\n', '']);
    assert.equal(words.replace(/\s+/gu, ' '), 'a *c* d');
  });

  it('is not drawn as something else', () => {
    assert.equal(markdownBody('```mermaid\na\n```'), '```\na\n```');
    assert.equal(markdownBody('```Math\na\n```'), '```\na\n```');
    assert.equal(markdownBody('```c++ `x`\na\n```'), '```c++x\na\n```');
  });
});
