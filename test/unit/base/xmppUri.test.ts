import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jidOfUri } from '../../../src/base/jidEscaping.ts';
import { addressParts, buildXmppUri, parseXmppUri } from '../../../src/base/xmppUri.ts';

/** What a URI says, as one row: address, account, action and values. */
function read(text: string) {
  const uri = parseXmppUri(text);
  if (!uri) return undefined;
  const { address, account, action, values } = uri;
  const account_ = account && jidOfUri(account)?.full;
  return [jidOfUri(address)?.full, account_, action, Object.fromEntries(values)];
}

describe('xmpp: URIs (RFC 5122, XEP-0147)', () => {
  for (const [text, address, action, values] of [
    ['xmpp:ada@example.org', 'ada@example.org', '', {}],
    ['XMPP:Ada@Example.org/Home#top', 'ada@example.org/Home', '', {}],
    ['xmpp:example.org?disco;node=x', 'example.org', 'disco', { node: 'x' }],
    ['xmpp:room@chat.example.org?JOIN', 'room@chat.example.org', 'join', {}],
    [
      'xmpp:romeo@montague.net?message;subject=Test%20Message;body=Here%27s%20a%20test%20message',
      'romeo@montague.net',
      'message',
      { subject: 'Test Message', body: "Here's a test message" },
    ],
    // Decoded once: what is an escape after that is not decoded again.
    ['xmpp:this%25that@example.org?join', 'this%that@example.org', 'join', {}],
    ['xmpp:a@example.org?message;body=%2525', 'a@example.org', 'message', { body: '%25' }],
    // Separated first: an encoded separator is part of a value.
    [
      'xmpp:a@example.org?message;body=1%3B2%26x%3Dy%23z&w+v=u',
      'a@example.org',
      'message',
      { body: '1;2&x=y#z&w+v=u' },
    ],
    [
      'xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5D%5E_%60%7B%7C%7D~node@example.com',
      'nasty!#$%()*+,-.;=?[]^_`{|}~node@example.com',
      '',
      {},
    ],
    [String.raw`xmpp:d%5C27artagnan@example.org`, String.raw`d\27artagnan@example.org`, '', {}],
    ['xmpp:two%20words@example.org', String.raw`two\20words@example.org`, '', {}],
    ['xmpp:ren%C3%A9@b%C3%BCcher.example/%2F%40', 'rené@bücher.example//@', '', {}],
    ['xmpp:a@[::1]/x', 'a@[::1]/x', '', {}],
    ['xmpp:a@example.org?;body=x', 'a@example.org', '', { body: 'x' }],
    ['xmpp:a@example.org?body=x;body=y', 'a@example.org', '', { body: 'x' }],
    ['xmpp:a@example.org?join;password', 'a@example.org', 'join', { password: '' }],
    [
      'xmpp:a@example.org?omemo-sid-1=ab;otr-fingerprint=cd',
      'a@example.org',
      '',
      { 'omemo-sid-1': 'ab', 'otr-fingerprint': 'cd' },
    ],
  ] as const) {
    it(`are read: ${text}`, () => {
      assert.deepEqual(read(text), [address, undefined, action, values]);
    });
  }

  it('name the account that is to be used; alone it is the address', () => {
    const both = 'xmpp://guest@example.com/support@example.com/x?message';
    assert.deepEqual(read(both), ['support@example.com/x', 'guest@example.com', 'message', {}]);
    for (const alone of ['xmpp://ada@example.org', 'xmpp://ada@example.org/?message']) {
      assert.deepEqual(read(alone)?.slice(0, 2), ['ada@example.org', undefined]);
    }
  });

  it('never name another address than they seem to', () => {
    const spoof = parseXmppUri('xmpp:ada%40good.example%2Fx@evil.example');
    assert.equal(spoof && jidOfUri(spoof.address)?.domain, 'evil.example');
    for (const text of ['xmpp:ada@good.example%2F@evil.example', 'xmpp:ada@a%40b', 'xmpp:a%2Fb']) {
      assert.equal(parseXmppUri(text), undefined, text);
    }
  });

  it('are none where they name nobody, or are no UTF-8', () => {
    const none = [
      '',
      'xmpp',
      'xmpp:',
      'xmpp:?join',
      'xmpp:@example.org',
      'xmpp:/x',
      'xmpp://',
      'xmpp:///a@b',
    ];
    const others = ['http://example.org', 'ada@example.org', ' xmpp:a@example.org'];
    const broken = [
      'xmpp:%FF@example.org',
      'xmpp:a%@example.org',
      'xmpp:a@example.org?message;body=%C3',
    ];
    for (const text of [...none, ...others, ...broken])
      assert.equal(parseXmppUri(text), undefined, text);
    assert.equal(parseXmppUri(`xmpp:a@example.org?message;body=${'x'.repeat(20_000)}`), undefined);
  });

  it('say any address and any values, and are read back', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const key = text.filter((one) => one !== '');
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.dictionary(key, text, { noNullPrototype: true }),
        (local, resource, type, values) => {
          const action = `a${type}`.toLowerCase();
          const address = { local, domain: 'example.org', resource };
          const uri = buildXmppUri(address, action, values);
          assert.match(uri, /^xmpp:[\w.~%!*'()@/-]+\?[\w.~%;=-]+$/u);
          const parsed = parseXmppUri(uri);
          assert.deepEqual(parsed?.address, address);
          assert.equal(parsed.action, action);
          assert.deepEqual(Object.fromEntries(parsed.values), values);
        },
      ),
    );
  });

  it('take any text without an exception', () => {
    const part = fc.constantFrom(
      'xmpp:',
      '//',
      '/',
      '@',
      '?',
      ';',
      '=',
      '#',
      '%',
      '%4',
      '%40',
      'a',
      'é',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const parsed = parseXmppUri(`xmpp:${parts.join('')}`);
        if (parsed) assert.doesNotMatch(parsed.address.domain, /^$|[@/]/u);
      }),
    );
  });

  it('are made of the parts of a JID', () => {
    const address = addressParts('room@chat.example.org/a@b/c?');
    assert.deepEqual(address, { local: 'room', domain: 'chat.example.org', resource: 'a@b/c?' });
    assert.equal(buildXmppUri(address), 'xmpp:room@chat.example.org/a%40b%2Fc%3F');
    assert.equal(buildXmppUri(addressParts('example.org')), 'xmpp:example.org');
  });
});
