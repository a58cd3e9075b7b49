import assert from 'node:assert/strict';
import type { SrvRecord } from 'node:dns';
import { userError } from '../../../../../src/base/userError.ts';
import { type Endpoint, resolveEndpoints } from '../../../../../src/xmpp/stream/net/endpoints.ts';

const FAILURES = [
  'ESERVFAIL',
  'ETIMEOUT',
  'EREFUSED',
  'ECONNREFUSED',
  'ENOTIMP',
  'EFORMERR',
  'EBADRESP',
  'ECANCELLED',
] as const;

type Answer = SrvRecord[] | 'ENOTFOUND' | 'ENODATA' | (typeof FAILURES)[number];

const srv = (name: string, priority = 0, weight = 0, port = 5222): SrvRecord => ({
  name,
  port,
  priority,
  weight,
});

interface World {
  readonly tls?: Answer;
  readonly starttls?: Answer;
  readonly hostMeta?: string;
  readonly random?: () => number;
}

function resolve(domain: string, world: World): Promise<Endpoint[]> {
  return resolveEndpoints(domain, {
    resolveSrv(name) {
      const service = name.startsWith('_xmpps-client._tcp.') ? 'tls' : 'starttls';
      assert.ok(name.endsWith('client._tcp.example.org'), name);
      const answer = world[service] ?? 'ENODATA';
      if (typeof answer !== 'string') return Promise.resolve(answer);
      return Promise.reject(Object.assign(new Error(answer), { code: answer }));
    },
    fetchHostMeta: () => Promise.resolve(world.hostMeta),
    random: world.random ?? (() => 0.5),
  });
}

const text = (endpoints: Endpoint[]) =>
  endpoints.map(({ mode, host, port, url }) => `${mode} ${url ?? `${host}:${port}`}`);

const WEBSOCKET =
  '{"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://ws.example.org/x"}]}';

describe('resolveEndpoints', () => {
  it('merges both kinds of records by priority', async () => {
    const endpoints = await resolve('example.org', {
      tls: [srv('c.', 20, 0, 443), srv('a', 1, 0, 5223)],
      starttls: [srv('b', 10), srv('d', 30)],
      hostMeta: WEBSOCKET,
    });
    assert.deepEqual(text(endpoints), [
      'tls a:5223',
      'starttls b:5222',
      'tls c:443',
      'starttls d:5222',
    ]);
  });

  it('chooses among equal priorities in proportion to the weights (RFC 2782)', async () => {
    const starttls = [
      srv('heavy', 1, 90),
      srv('light', 1, 10),
      srv('zero', 1, 0),
      srv('last', 2, 999),
    ];
    const first = new Map<string, number>();
    for (let step = 0; step < 1010; step += 1) {
      const endpoints = await resolve('example.org', { starttls, random: () => step / 1010 });
      assert.equal(new Set(endpoints.map(({ host }) => host)).size, 4);
      assert.equal(endpoints.at(-1)?.host, 'last');
      const host = endpoints[0]?.host ?? '';
      first.set(host, (first.get(host) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(first), { zero: 10, light: 100, heavy: 900 });
  });

  it('asks for names in ASCII', async () => {
    const endpoints = await resolveEndpoints('Bücher.example', {
      resolveSrv: (name) => Promise.resolve([srv(name)]),
      fetchHostMeta: () => Promise.resolve(undefined),
      random: () => 0,
    });
    assert.deepEqual(endpoints.map(({ host }) => host).sort(), [
      '_xmpp-client._tcp.xn--bcher-kva.example',
      '_xmpps-client._tcp.xn--bcher-kva.example',
    ]);
  });

  it('falls back to host-meta and then the domain where there are no records', async () => {
    assert.deepEqual(text(await resolve('example.org', { tls: 'ENOTFOUND', starttls: [] })), [
      'starttls example.org:5222',
      'tls example.org:5223',
    ]);
    assert.deepEqual(text(await resolve('example.org', { hostMeta: WEBSOCKET })), [
      'websocket wss://ws.example.org/x',
      'starttls example.org:5222',
      'tls example.org:5223',
    ]);
  });

  it('honours a target of "." for each kind of record', async () => {
    assert.deepEqual(
      text(await resolve('example.org', { tls: [srv('.')], starttls: [srv('b')] })),
      ['starttls b:5222'],
    );
    assert.deepEqual(text(await resolve('example.org', { tls: [srv('')] })), [
      'starttls example.org:5222',
    ]);
    assert.deepEqual(text(await resolve('example.org', { starttls: [srv('.')] })), [
      'tls example.org:5223',
    ]);
    await assert.rejects(resolve('example.org', { tls: [srv('.')], starttls: [srv('.')] }), {
      userError: userError('no-such-server.no-service', { domain: 'example.org' }),
    });
  });

  it('falls back just so where the records cannot be looked up, whatever the reason', async () => {
    const usual = ['starttls example.org:5222', 'tls example.org:5223'];
    for (const code of FAILURES) {
      for (const world of [{ tls: code }, { starttls: code }, { tls: code, starttls: code }]) {
        assert.deepEqual(text(await resolve('example.org', world)), usual, code);
        assert.deepEqual(
          text(await resolve('example.org', { ...world, hostMeta: WEBSOCKET })),
          ['websocket wss://ws.example.org/x', ...usual],
          code,
        );
      }
      assert.deepEqual(text(await resolve('example.org', { tls: code, starttls: [srv('b')] })), [
        'starttls b:5222',
      ]);
      assert.deepEqual(text(await resolve('example.org', { tls: code, starttls: [srv('.')] })), [
        'tls example.org:5223',
      ]);
    }
  });

  it('asks no name server about addresses and localhost', async () => {
    for (const [domain, host] of [
      ['localhost', 'localhost'],
      ['chat.localhost', 'chat.localhost'],
      ['127.0.0.1', '127.0.0.1'],
      ['[::1]', '::1'],
    ] as const) {
      const endpoints = await resolve(domain, { tls: 'ESERVFAIL' });
      assert.deepEqual(text(endpoints), [`starttls ${host}:5222`, `tls ${host}:5223`]);
    }
  });
});
