import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';

describe('Jid', () => {
  it('takes a domain in ASCII for the same as in Unicode (RFC 7622 §3.2.1)', () => {
    const jid = Jid.of('ada@xn--mnchen-3ya.example/x');
    assert.equal(jid.full, 'ada@münchen.example/x');
    assert.equal(Jid.of('ada@XN--MNCHEN-3YA.example').bare, Jid.of('ada@MÜNCHEN.example').bare);
    // What stands for nothing stays what it is.
    for (const domain of ['xn--a.example', 'xn--.example', `xn--${'a'.repeat(300)}.example`]) {
      assert.equal(Jid.parse(domain)?.domain ?? domain, domain);
    }
  });

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

  it('A32: looks at nothing that is too long or heaps marks, which takes long', () => {
    const marks = '\u0301'.repeat(100_000) + '\u0323'.repeat(100_000);
    const addresses = [
      `a${marks}@example.org`,
      `ada@example.org/${marks}`,
      `a@b/${'x'.repeat(5000)}`,
    ];
    const begun = process.cpuUsage();
    for (const address of addresses) assert.equal(Jid.parse(address), undefined);
    assert.equal(Jid.parse(`a${'\u0301'.repeat(31)}@example.org`), undefined);
    const { user, system } = process.cpuUsage(begun);
    assert.ok(user + system < 100_000, `${user + system} µs`);
    assert.equal(Jid.parse('e\u0323\u0301@example.org')?.local, 'ẹ\u0301');
  });
});
