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

  it('finds links beside letters of other scripts, and leaves the sentence theirs', () => {
    const cases: Readonly<Record<string, string>> = {
      '看https://example.org/guide': 'https://example.org/guide',
      '見てhttps://example.org/guideです。': 'https://example.org/guide',
      'https://example.org/guide를 보세요': 'https://example.org/guide',
      'https://example.org/guide这个PR不错': 'https://example.org/guide',
      'https://example.org谢谢': 'https://example.org',
      'https://a.example/x和https://b.example/y': 'https://a.example/x https://b.example/y',
      '看 https://example.org/guide，谢谢': 'https://example.org/guide',
      '看 https://example.org。谢谢': 'https://example.org',
      'смотриhttps://example.org/': 'https://example.org/',
      'https://ja.wikipedia.org/wiki/日本': 'https://ja.wikipedia.org/wiki/日本',
      'https://ja.wikipedia.org/wiki/日本#歴史': 'https://ja.wikipedia.org/wiki/日本#歴史',
      'https://example.org/日本/a.html': 'https://example.org/日本/a.html',
      'https://ru.wikipedia.org/wiki/Ада': 'https://ru.wikipedia.org/wiki/Ада',
      'https://例え.jp/': 'https://例え.jp/',
      'https://example.org/xですか？https://example.org/y':
        'https://example.org/x https://example.org/y',
      'https://example.org/x🎉': 'https://example.org/x',
      '🎉https://example.org👍🏽❤️ and': 'https://example.org',
      'https://example.org/🎉': 'https://example.org/🎉',
      'https://a.example/x,https://b.example/y': 'https://a.example/x https://b.example/y',
      'https://a.example/?u=https://b.example/y': 'https://a.example/?u=https://b.example/y',
    };
    for (const [text, wanted] of Object.entries(cases)) {
      assert.equal(links(text).join(' '), wanted, text);
    }
  });

  it('leaves quotation marks, brackets and punctuation of any script to the sentence', () => {
    const around = [
      '“”',
      '„“',
      '«»',
      '»«',
      '‹›',
      '‘’',
      '‚‘',
      '「」',
      '『』',
      '（）',
      '【】',
      '《》',
      '＜＞',
      '＂＂',
    ];
    for (const [before = '', after = ''] of around) {
      const text = `${before}https://example.org/x${after}`;
      assert.deepEqual(links(text), ['https://example.org/x'], text);
    }
    for (const end of [
      '、',
      '。',
      '，',
      '！',
      '？',
      '；',
      '：',
      '…',
      '。」',
      '।',
      '؟',
      '،',
      '·',
      '—',
      '）。',
      '～',
      '﹐',
    ]) {
      assert.deepEqual(links(`https://example.org/x${end}`), ['https://example.org/x'], end);
    }
    assert.deepEqual(links('x:`https://example.org`'), ['https://example.org']);
    assert.deepEqual(links('(https://example.org/a_(b))'), ['https://example.org/a_(b)']);
    const french = 'https://fr.wikipedia.org/wiki/L’Équipe';
    assert.deepEqual(links(`${french}’`), [french]);
  });

  it('ends a link before what is not seen', () => {
    for (const unseen of ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '\u061c']) {
      assert.deepEqual(links(`https://example.org/x${unseen}.`), ['https://example.org/x']);
    }
  });

  it('takes addresses of IPv6 and ports as they are', () => {
    assert.deepEqual(links('[http://[2001:db8::1]:8080/x], http://[::1].'), [
      'http://[2001:db8::1]:8080/x',
      'http://[::1]',
    ]);
  });

  it('makes links of places (RFC 5870), and of nothing that names none', () => {
    const places = ['geo:48.2010,16.3695,183', 'geo:-13.4,-71.5;u=35', 'geo:0,0;crs=wgs84;u=1'];
    for (const place of places) assert.deepEqual(links(`I am at ${place}.`), [place]);
    for (const none of ['geo:', 'geo:home', 'geo:1', 'geo:91,0', 'geo:0,181', 'geo:1,2;crs=moon']) {
      assert.deepEqual(links(none), [], none);
    }
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
    const pieces = [
      '*',
      'mailto:',
      'a.co ',
      'https://',
      'http://a.b ',
      ')',
      'https://((((',
      'geo:1,',
    ];
    pieces.push(
      'https://a看',
      'a看',
      'https://a看/',
      '看',
      '。',
      'geo:1,2;a=',
      '’',
      '🎉',
      'a🎉',
      ',',
    );
    for (const piece of pieces) {
      const text = piece.repeat(65_536 / piece.length);
      const took = cpuTime(() => linkify(`https://a/${text}`));
      assert.ok(took < 50, `${piece}: ${took.toFixed(0)} ms`);
    }
  });
});
