import { Resolver } from 'node:dns/promises';
import type { SrvRecord } from 'node:dns';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { userError } from '../../../base/userError.ts';
import { ConnectionError } from '../connectionError.ts';
import { parseHostMeta } from './hostMeta.ts';

/** Timeout of a lookup of records, in milliseconds. */
const LOOKUP_MS = 5000;

/** An endpoint of a server. Its certificate must still be valid for the JID's domain. */
export interface Endpoint {
  readonly mode: 'starttls' | 'tls' | 'websocket';
  readonly host: string;
  readonly port: number;
  /** The address of a WebSocket; always `wss:`. */
  readonly url?: string;
}

export interface ResolveDeps {
  /** Looks up SRV records; rejects as `dns.promises.resolveSrv` does. */
  readonly resolveSrv: (name: string) => Promise<SrvRecord[]>;
  /** Fetches the domain's host-meta file (XEP-0156), if it has one. */
  readonly fetchHostMeta: (domain: string) => Promise<string | undefined>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The result of an SRV lookup; a failure counts as no records. */
interface Lookup {
  readonly mode: 'starttls' | 'tls';
  /** Whether the service is declared unavailable (RFC 2782, target "."). */
  readonly isAbsent: boolean;
  readonly records: readonly SrvRecord[];
}

/**
 * Resolves the endpoints of a domain, in the order to try: direct TLS and STARTTLS by their SRV
 * records as one list (RFC 6120 §3.2.1, XEP-0368 §2). If there are none, or no name server answers:
 * the WebSockets of its host-meta (XEP-0156), then the domain itself at the default ports (RFC 6120
 * §3.2.2), whose address the system may resolve nevertheless.
 * @throws ConnectionError
 */
export async function resolveEndpoints(domain: string, deps: ResolveDeps): Promise<Endpoint[]> {
  const host = domain.replace(/^\[|\]$/gu, '');
  if (isIP(host) !== 0 || /(?:^|\.)localhost$/u.test(host)) return usualPorts(host, []);
  const ascii = domainToASCII(domain);
  const lookups = await Promise.all([
    lookUp(`_xmpps-client._tcp.${ascii}`, 'tls', deps),
    lookUp(`_xmpp-client._tcp.${ascii}`, 'starttls', deps),
  ]);
  const found = lookups.flatMap(({ mode, records }) => records.map((record) => ({ mode, record })));
  if (found.length > 0) {
    return orderByWeight(found, deps.random).map(({ mode, record }) => ({
      mode,
      host: record.name.replace(/\.$/u, ''),
      port: record.port,
    }));
  }
  const endpoints = [...(await resolveWebSockets(ascii, deps)), ...usualPorts(ascii, lookups)];
  if (endpoints.length === 0) {
    throw new ConnectionError(userError('no-such-server.no-service', { domain }));
  }
  return endpoints;
}

/** Resolves the WebSockets in a domain's host-meta; also a fallback if its ports are blocked. */
async function resolveWebSockets(
  domain: string,
  deps: Pick<ResolveDeps, 'fetchHostMeta'>,
): Promise<Endpoint[]> {
  const text = await deps.fetchHostMeta(domain);
  return parseHostMeta(text ?? '').map((url) => ({
    mode: 'websocket',
    host: url.hostname,
    port: url.port === '' ? 443 : Number(url.port),
    url: url.href,
  }));
}

/**
 * Looks up SRV records with the system's current name servers: the shared resolver retains those of
 * the process's start, which are wrong after a change of networks. Fails within 5 s, however many
 * of them do not answer.
 */
export async function resolveSrv(name: string): Promise<SrvRecord[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  const deadline = setTimeout(() => {
    resolver.cancel();
  }, LOOKUP_MS);
  try {
    return await resolver.resolveSrv(name);
  } finally {
    clearTimeout(deadline);
  }
}

async function lookUp(name: string, mode: Lookup['mode'], deps: ResolveDeps): Promise<Lookup> {
  try {
    const answer = await deps.resolveSrv(name);
    const records = answer.filter((record) => record.name !== '' && record.name !== '.');
    return { mode, isAbsent: answer.length > 0 && records.length === 0, records };
  } catch {
    return { mode, isAbsent: false, records: [] };
  }
}

function usualPorts(host: string, lookups: readonly Lookup[]): Endpoint[] {
  const usual: Endpoint[] = [
    { mode: 'starttls', host, port: 5222 },
    { mode: 'tls', host, port: 5223 },
  ];
  return usual.filter(
    ({ mode }) => !lookups.some((lookup) => lookup.mode === mode && lookup.isAbsent),
  );
}

/** RFC 2782: orders by priority; among equals randomly, in proportion to the weights. */
function orderByWeight<T extends { readonly record: SrvRecord }>(
  entries: readonly T[],
  random: () => number,
): T[] {
  // Weight 0 first, so that it retains its very small chance.
  const rest = entries.toSorted(
    ({ record: a }, { record: b }) => a.priority - b.priority || a.weight - b.weight,
  );
  const ordered: T[] = [];
  while (rest[0]) {
    const { priority } = rest[0].record;
    const equals = rest.filter(({ record }) => record.priority === priority);
    let point = Math.floor(random() * (1 + equals.reduce((sum, e) => sum + e.record.weight, 0)));
    const chosen = equals.findIndex(({ record }) => (point -= record.weight) <= 0);
    ordered.push(...rest.splice(chosen, 1));
  }
  return ordered;
}
