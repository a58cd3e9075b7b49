import assert from 'node:assert/strict';
import type { PeerCertificate } from 'node:tls';
import { judgeCertificate } from '../../../../../../src/xmpp/stream/net/tls/certificate.ts';
import { told } from '../../../../../support/say.ts';

const PIN = 'AB:CD';

function certificate(names = 'DNS:example.org, DNS:*.example.net'): PeerCertificate {
  return {
    subject: { CN: 'someone.example' },
    subjectaltname: names,
    fingerprint256: PIN,
    valid_to: 'Jan  1 00:00:00 2025 GMT',
  } as PeerCertificate;
}

const judge = (chainError: string | undefined, name = 'example.org', pin?: string) =>
  judgeCertificate({ certificate: certificate(), chainError }, name, pin);

describe('judgeCertificate', () => {
  it('accepts a good chain for the right name, wildcards included', () => {
    assert.equal(judge(undefined), undefined);
    assert.equal(judge(undefined, 'xmpp.example.net'), undefined);
  });

  it('goes by names of DNS and for XMPP, never by a common name (RFC 9525 §2)', () => {
    const reasonOf = (names: string | undefined, name: string) =>
      judgeCertificate(
        {
          certificate: {
            ...certificate(names ?? ''),
            subject: { CN: name },
            ...(names === undefined && { subjectaltname: undefined }),
          } as PeerCertificate,
          chainError: undefined,
        },
        name,
        undefined,
      )?.params['reason'];
    for (const names of [
      undefined,
      '',
      'othername:<unsupported>',
      'othername:SRVName::_xmpp-client.other.example',
      'URI:xmpp:other.example',
      'email:ada@example.org',
      'DNS:other.example',
      'DNS:ex*.org',
      'DNS:*ample.org',
      'DNS:*.org, DNS:*',
    ]) {
      const name = names?.includes('*.org') === true ? 'a.example.org' : 'example.org';
      assert.equal(reasonOf(names, name), 'wrong-name', names ?? 'no names');
    }
    for (const pattern of ['x*.example.org', '*x.example.org', 'x*x.example.org', '*.*.org']) {
      assert.equal(reasonOf(`DNS:${pattern}`, 'xx.example.org'), 'wrong-name', pattern);
    }
    assert.equal(reasonOf('DNS:*.example.org, DNS:y*.example.org', 'xx.example.org'), undefined);
    const forXmpp = (xmppNames: readonly string[], name: string) =>
      judgeCertificate(
        { certificate: certificate('othername:<unsupported>'), chainError: undefined, xmppNames },
        name,
        undefined,
      )?.params;
    assert.equal(forXmpp(['other.example', 'example.org'], 'example.org'), undefined);
    assert.equal(forXmpp(['*.example.org'], 'xx.example.org'), undefined);
    for (const name of ['example.com', 'xx.yy.example.org', '127.0.0.1']) {
      const names = ['*.example.org', 'example.org', '127.0.0.1'];
      assert.equal(forXmpp(names, name)?.['reason'], 'wrong-name', name);
    }
    assert.equal(forXmpp(['a.example', 'a.example'], 'b.example')?.['names'], 'a.example');
    assert.equal(reasonOf('IP Address:127.0.0.1', '127.0.0.1'), undefined);
    assert.equal(reasonOf('DNS:127.0.0.1', '127.0.0.1'), 'wrong-name');
  });

  it('tells what is wrong, with the fingerprint and the names', () => {
    const reasons = {
      CERT_HAS_EXPIRED: 'expired',
      CERT_NOT_YET_VALID: 'not-yet-valid',
      DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
      SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
      UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
      UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
      CERT_REVOKED: 'invalid',
    };
    for (const [code, reason] of Object.entries(reasons)) {
      const error = judge(code);
      assert.equal(error?.code, 'bad-certificate');
      assert.equal(error.needsUser, false, 'the network may be to blame');
      assert.deepEqual(error.params, {
        reason,
        fingerprint: PIN,
        name: 'example.org',
        names: 'example.org, *.example.net',
        validTo: 'Jan  1 00:00:00 2025 GMT',
      });
    }
  });

  it('refuses another name, also where the issuer is unknown as well', () => {
    for (const code of [undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT']) {
      const error = judge(code, 'evil.example');
      assert.equal(error?.params['reason'], 'wrong-name');
      assert.match(told(error), /it is for example\.org, \*\.example\.net;/u);
    }
  });

  it('accepts the pinned certificate whatever else is wrong with it', () => {
    assert.equal(judge('CERT_HAS_EXPIRED', 'evil.example', PIN), undefined);
  });

  it('refuses every other one for a pinned account, however good', () => {
    assert.equal(judge(undefined, 'example.org', '00:11')?.params['reason'], 'not-pinned');
    const none = {} as PeerCertificate;
    assert.ok(judgeCertificate({ certificate: none, chainError: 'X' }, 'a', ''));
  });

  it('keeps the other side from writing our sentence', () => {
    const evil = certificate('DNS:a b <c>, DNS:ok.example');
    const error = judgeCertificate(
      { certificate: evil, chainError: undefined },
      'x.org',
      undefined,
    );
    assert.equal(error?.params['names'], 'ok.example');
  });
});
