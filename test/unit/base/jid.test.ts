import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';

describe('Jid', () => {
  it('splits at the first slash and the first at sign before it', () => {
    const jid = Jid.of('Ada@Example.ORG/a@b/c');
    assert.deepEqual(
      [jid.local, jid.domain, jid.resource, jid.bare, jid.full],
      ['ada', 'example.org', 'a@b/c', 'ada@example.org', 'ada@example.org/a@b/c'],
    );
  });

  it('normalises, so that equal addresses have equal text', () => {
    assert.equal(Jid.of('a\u030ada@example.org.').bare, 'åda@example.org');
    assert.ok(Jid.of('ADA@example.org').equals(Jid.of('ada@Example.org')));
  });

  it('refuses what is not an address', () => {
    const bad = [
      '',
      '@',
      '@x',
      'a@',
      'a@/r',
      'a@b/',
      'a b@c',
      'a@b@c',
      'a@b..c',
      'a@-',
      'a@b c',
      '/r',
    ];
    for (const text of [...bad, `${'a'.repeat(1024)}@b`, 'a@b/\u0000', 'a<b@c']) {
      assert.equal(Jid.parse(text), undefined, JSON.stringify(text));
    }
  });

  it('takes addresses without a localpart, and IPv6 literals', () => {
    assert.equal(Jid.of('upload.example.org').local, '');
    assert.equal(Jid.of('ada@[::1]').domain, '[::1]');
  });
});
