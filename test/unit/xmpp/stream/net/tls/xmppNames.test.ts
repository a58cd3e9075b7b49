import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readXmppNames } from '../../../../../../src/xmpp/stream/net/tls/xmppNames.ts';
import { testCertificates } from '../../../../../support/certificates.ts';
import { cpuTime } from '../../../../../support/cpuTime.ts';
import { randomFrom } from '../../../../../support/random.ts';

const SRV = '2b06010505070807';
const XMPP = '2b06010505070805';
const ALT = '551d11';

function der(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  const { length } = bytes;
  const long = Buffer.alloc(4);
  long.writeUInt32BE(length);
  const digits = long.subarray(long.findIndex((byte) => byte !== 0));
  const head = length < 0x80 ? [length] : [0x80 | digits.length, ...digits];
  return Buffer.concat([Buffer.of(tag, ...head), bytes]);
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const other = (type: string, value: Buffer) => der(0xa0, oid(type), der(0xa0, value));
const srv = (name: string) => other(SRV, der(0x16, name));
const addr = (name: string) => other(XMPP, der(0x0c, name));
const dns = (name: string) => der(0x82, name);
const extension = (names: readonly Buffer[], type = ALT) =>
  der(0x30, oid(type), der(0x01, Buffer.of(0xff)), der(0x04, der(0x30, ...names)));
const withExtensions = (...extensions: readonly Buffer[]) => {
  const fixed = [der(0xa0, der(0x02, Buffer.of(2))), der(0x02, Buffer.of(1)), der(0x30), der(0x30)];
  const signed = der(0x30, ...fixed, der(0xa3, der(0x30, ...extensions)));
  return der(0x30, signed, der(0x30), der(0x03, Buffer.alloc(70)));
};
const certificate = (...names: readonly Buffer[]) => withExtensions(extension(names));

describe('readXmppNames', () => {
  it('reads the domains of SRVNames for clients and of xmppAddrs of servers', () => {
    const names = [
      dns('dns.example'),
      srv('_xmpp-client.Example.org'),
      srv('_XMPP-Client.*.example.net'),
      addr('Example.com'),
      addr('zürich.example'),
      der(0x86, 'xmpp:uri.example'),
    ];
    assert.deepEqual(readXmppNames(certificate(...names)), [
      'example.org',
      '*.example.net',
      'example.com',
      'xn--zrich-kva.example',
    ]);
    const key = extension([], '551d0f');
    assert.deepEqual(readXmppNames(withExtensions(key, extension([srv('_xmpp-client.a')]), key)), [
      'a',
    ]);
  });

  it('reads none for other services, of accounts, of other types, or with signs of their own', () => {
    for (const name of [
      ...['_xmpp-server.a', '_https.a', 'xmpp-client.a', '_xmpp-client.', '_xmpp-client', ''].map(
        srv,
      ),
      ...['_xmpp-client.*', '_xmpp-client.x*.a', '_xmpp-client.a.*.b', '_xmpp-client.**.a'].map(
        srv,
      ),
      ...['_xmpp-client.a, DNS:b', '_xmpp-client.a\0.b', '_xmpp-client.a b', '_xmpp-client.é'].map(
        srv,
      ),
      ...['ada@a', 'a/b', '*.a', '', '@', 'a\0.b', 'a, DNS:b', '[::1]', 'a..b'].map(addr),
      ...[`${'a'.repeat(2000)}.b`].flatMap((long) => [addr(long), srv(`_xmpp-client.${long}`)]),
      other(SRV, der(0x0c, '_xmpp-client.a')),
      other(XMPP, der(0x16, 'a')),
      other('2b06010505070806', der(0x0c, 'a')),
      other(XMPP, der(0x0c, Buffer.of(0x61, 0xff))),
    ]) {
      assert.deepEqual(readXmppNames(certificate(name)), [], name.toString('latin1'));
    }
  });

  it('reads none of what is not well-formed', () => {
    const good = certificate(srv('_xmpp-client.a'));
    assert.deepEqual(readXmppNames(good), ['a']);
    const malformed = [
      Buffer.concat([good, Buffer.of(0)]),
      good.subarray(0, -1),
      der(0x31, good),
      withExtensions(extension([srv('_xmpp-client.a')]), extension([srv('_xmpp-client.b')])),
      certificate(der(0xa0, oid(SRV), der(0xa0, der(0x16, '_xmpp-client.a')), der(0x05))),
      certificate(der(0xa0, oid(SRV), der(0xa0, der(0x16, '_xmpp-client.a'), der(0x16, 'b')))),
      certificate(der(0xa0, oid(SRV), der(0x16, '_xmpp-client.a'))),
      certificate(srv('_xmpp-client.a'), Buffer.of(0x9f, 0x81, 0)),
      // Of an indefinite length, of one that is longer than need be, and of one without an end.
      certificate(srv('_xmpp-client.a'), Buffer.of(0x30, 0x80, 0, 0)),
      certificate(srv('_xmpp-client.a'), Buffer.of(0x82, 0x81, 1, 0x61)),
      certificate(srv('_xmpp-client.a'), Buffer.of(0x82, 0x82, 0, 1, 0x61)),
      certificate(srv('_xmpp-client.a'), Buffer.of(0x82, 0x84, 0xff, 0xff, 0xff, 0xff)),
      Buffer.of(),
      Buffer.of(0x30),
      Buffer.of(0x30, 0x83, 1),
    ];
    for (const bytes of malformed) {
      assert.deepEqual(readXmppNames(bytes), [], bytes.toString('hex'));
    }
  });

  it('never fails, and finds nothing but names, whatever bytes are changed', () => {
    const good = certificate(dns('dns.example'), srv('_xmpp-client.a.example'), addr('b.example'));
    const random = randomFrom(1);
    const below = (most: number) => Math.floor(random() * most);
    for (let n = 0; n < 5000; n++) {
      const bytes = Buffer.from(good);
      for (let k = 0; k <= n % 3; k++) bytes[below(bytes.length)] = below(256);
      for (const name of readXmppNames(bytes)) assert.match(name, /^(?:\*\.)?[a-z0-9_.-]+$/u);
    }
  });

  it('takes time in proportion to a certificate of 64 KiB, and at most a hundred names', () => {
    const many = certificate(...Array.from({ length: 1500 }, (_, n) => srv(`_xmpp-client.a${n}`)));
    const dashes = certificate(srv(`_xmpp-client.${'a-'.repeat(30_000)}`));
    const empty = certificate(Buffer.alloc(64_000));
    let found: readonly string[][] = [];
    const ms = cpuTime(() => {
      found = [many, dashes, empty].map(readXmppNames);
    });
    assert.deepEqual(
      found.map(({ length }) => length),
      [100, 0, 0],
    );
    assert.ok(ms < 200, `${ms} ms`);
  });

  it('reads those of real certificates', async () => {
    const { good, srvName, xmppAddr, otherService } = await testCertificates();
    const names = [good, srvName, xmppAddr, otherService].map(({ cert }) =>
      readXmppNames(new X509Certificate(cert).raw),
    );
    assert.deepEqual(names, [[], ['localhost'], ['localhost'], ['other.example', 'other.example']]);
  });
});
