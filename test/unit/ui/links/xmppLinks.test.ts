import assert from 'node:assert/strict';
import { linkInUri, xmppLinksIn } from '../../../../src/ui/links/xmppLinks.ts';

describe('xmpp: links in a document', () => {
  it('are found without the punctuation around them, and nothing else is', () => {
    const text = [
      '// Ask in <xmpp:help@chat.example.org?join>, or (XMPP:ada@example.org).',
      'https://example.org/?xmpp:no mailto:ada@example.org urn:xmpp:ping xmpp: xmpp:?join',
      'urlxmpp:ada@example.org xmpp:%FF@example.org 中文xmpp:bob@example.org。',
    ].join('\n');
    const found = xmppLinksIn(text);
    assert.deepEqual(
      found.map((link) => link.text),
      ['xmpp:help@chat.example.org?join', 'XMPP:ada@example.org', 'xmpp:bob@example.org'],
    );
    for (const { index, text: written } of found) assert.ok(text.startsWith(written, index));
  });

  it('A42: are found in a long document in little time', () => {
    for (const part of ['xmpp:', 'xmpp:a@b ', 'xmpp:a@b', 'XMPP:(', `xmpp:${'%'.repeat(3000)} `]) {
      const text = part.repeat(1_000_000 / part.length);
      const begun = performance.now();
      assert.ok(xmppLinksIn(text).length <= 1000);
      const ms = performance.now() - begun;
      assert.ok(ms < 1000, `${part.slice(0, 20)}: ${ms} ms`);
    }
  });
});

describe('a URI of the editor', () => {
  it('C8: contains a link at its end, decoded once', () => {
    const link = 'xmpp:this%25that@example.org?message;body=a%26b&c=d';
    assert.equal(linkInUri({ path: '/open', query: `uri=${link}` }), link);
    assert.equal(linkInUri({ path: '/open', query: `windowId=_blank&uri=${link}` }), link);
  });

  it('C8: contains none of another scheme, or for another path', () => {
    for (const query of ['', 'uri=', 'uri=https://example.org', 'uri=command:x', 'url=xmpp:a@b']) {
      assert.equal(linkInUri({ path: '/open', query }), undefined, query);
    }
    assert.equal(linkInUri({ path: '/run', query: 'uri=xmpp:a@example.org' }), undefined);
  });
});
