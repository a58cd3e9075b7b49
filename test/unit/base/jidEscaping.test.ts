import assert from 'node:assert/strict';
import { parseTypedJid, shownAddress } from '../../../src/base/jidEscaping.ts';

describe('JID escaping (XEP-0106)', () => {
  for (const [typed, escaped, shown = typed] of [
    ["d'artagnan@musketeers.lit", String.raw`d\27artagnan@musketeers.lit`],
    ['space cadet@example.com', String.raw`space\20cadet@example.com`],
    ['call me "ishmael"@example.com', String.raw`call\20me\20\22ishmael\22@example.com`],
    ['at&t guy@example.com', String.raw`at\26t\20guy@example.com`],
    ['::foo::@example.com', String.raw`\3a\3afoo\3a\3a@example.com`],
    ['<foo>@example.com', String.raw`\3cfoo\3e@example.com`],
    [String.raw`c:\5commas@example.com`, String.raw`c\3a\5c5commas@example.com`],
    [String.raw`c:\cool stuff@example.com`, String.raw`c\3a\cool\20stuff@example.com`],
    [
      '/.fanboy@example.com',
      String.raw`\2f.fanboy@example.com`,
      String.raw`\2f.fanboy@example.com`,
    ],
    [
      'user@mail.example@gateway.example',
      String.raw`user\40mail.example@gateway.example`,
      String.raw`user\40mail.example@gateway.example`,
    ],
  ] as const) {
    it(`takes ${typed} as ${escaped}`, () => {
      assert.equal(parseTypedJid(` ${typed} `)?.full, escaped);
      assert.equal(shownAddress(escaped), shown);
      assert.equal(parseTypedJid(escaped)?.full, escaped, 'what is escaped stays');
    });
  }

  it('leaves addresses as they are, with resource or without localpart', () => {
    for (const address of ['ada@example.org', 'ada@example.org/a@b c', 'example.org']) {
      assert.equal(parseTypedJid(address)?.full, address);
    }
    assert.equal(
      parseTypedJid("o'hara@example.org/a@b")?.full,
      String.raw`o\27hara@example.org/a@b`,
    );
    assert.equal(shownAddress('example.org'), 'example.org');
  });

  it('reads the address of a link', () => {
    for (const [typed, address] of [
      ['xmpp:ada@example.org', 'ada@example.org'],
      ['XMPP:ada@example.org?message;body=hi#x', 'ada@example.org'],
      ['xmpp://juliet@example.net/ada@example.org', 'ada@example.org'],
      ['xmpp:ren%C3%A9@example.org/a%20b', 'rené@example.org/a b'],
      [String.raw`xmpp:d%5C27artagnan@example.org`, String.raw`d\27artagnan@example.org`],
      ['xmpp:example.org', 'example.org'],
    ] as const) {
      assert.equal(parseTypedJid(typed)?.full, address, typed);
    }
    assert.equal(parseTypedJid('xmpp:?join'), undefined);
    assert.equal(
      parseTypedJid(String.raw`xmpp\3aada@example.org`)?.full,
      String.raw`xmpp\3aada@example.org`,
    );
  });

  it('refuses what is no address, however it is escaped', () => {
    for (const typed of [
      '',
      '@',
      '@example.org',
      "d'artagnan@",
      'my name',
      'a\u2003b@example.org',
    ]) {
      assert.equal(parseTypedJid(typed), undefined, typed);
    }
    assert.equal(parseTypedJid(`${'@'.repeat(100_000)}example.org`), undefined);
    assert.equal(parseTypedJid(`${"'".repeat(1000)}@example.org`), undefined);
  });

  it('never shows one address as another one', () => {
    const spoof = String.raw`ada\40example.org\2f\20\20\20\20@evil.example`;
    assert.equal(shownAddress(spoof), spoof);
    assert.equal(shownAddress(String.raw`\20ada\20@x.example`), String.raw`\20ada\20@x.example`);
  });
});
