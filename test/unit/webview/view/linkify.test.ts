import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linkify } from '../../../../webview/view/linkify.ts';
import { cpuTime } from '../../../support/cpuTime.ts';

const links = (text: string) =>
  linkify(text)
    .filter((segment) => segment.kind === 'link')
    .map(({ text: shown }) => shown);

describe('linkify', () => {
  it('finds https, http, mailto and xmpp, without the punctuation of the sentence', () => {
    assert.deepEqual(links('See https://example.org/a?b=c#d, or (http://example.org/x_(y)).'), [
      'https://example.org/a?b=c#d',
      'http://example.org/x_(y)',
    ]);
    assert.deepEqual(links('mailto:ada@example.org and xmpp:room@example.org?join!'), [
      'mailto:ada@example.org',
      'xmpp:room@example.org?join',
    ]);
    assert.deepEqual(links('HTTPS://EXAMPLE.ORG'), ['HTTPS://EXAMPLE.ORG']);
  });

  it('A39: makes a link of nothing else', () => {
    const texts = [
      'javascript:alert(1)',
      'command:workbench.action.quit',
      'vscode://file/x',
      'file:///etc/passwd',
      '\\\\host\\share',
      'data:text/html,x',
      'xhttps://example.org',
      'https://',
      'mailto:',
      'example.org a.co',
      `https://example.org/${'a'.repeat(2048)}`,
    ];
    for (const text of texts) assert.deepEqual(links(text), [], text);
  });

  it('A39, A41: says where a link leads when that is not what it shows', () => {
    const hosts = (text: string) => linkify(text).map((s) => (s.kind === 'link' ? s.host : s.kind));
    assert.deepEqual(hosts('https://bank.example@evil.example/'), ['evil.example']);
    assert.deepEqual(hosts('https://\u0430pple.com'), ['xn--pple-43d.com']);
    assert.deepEqual(hosts('https://example.org:443/'), [undefined]);
    assert.deepEqual(hosts('https://example.org:8443/'), [undefined]);
  });

  it('ends a link before a character that reorders text', () => {
    assert.deepEqual(links('https://example.org/\u202egpj.exe'), ['https://example.org/']);
  });

  it('makes no more than 200 links of one message', () => {
    assert.equal(links('https://a.example '.repeat(1000)).length, 200);
  });

  it('loses and adds nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('https://', 'a.co', ' ', '(', ')', 'mailto:x', '\u202e', 'xmpp:'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const parts = linkify(text).map((segment) => segment.text);
        assert.equal(parts.join(''), text);
      }),
    );
  });

  it('A42: takes time linear in the length', () => {
    for (const piece of ['*', 'mailto:', 'a.co ', 'https://', 'http://a.b ', ')', 'https://((((']) {
      const text = piece.repeat(65_536 / piece.length);
      const took = cpuTime(() => linkify(text));
      assert.ok(took < 500, `${piece}: ${took.toFixed(0)} ms`);
    }
  });
});
