// RFC 5122: Internationalized Resource Identifiers (IRIs) and Uniform Resource Identifiers (URIs)
// for XMPP, with the queries of XEP-0147: XMPP URI Scheme Query Components, version 1.2
// https://www.rfc-editor.org/rfc/rfc5122, https://xmpp.org/extensions/xep-0147.html

/** The parts of a JID, decoded; not checked for what RFC 7622 allows in each. */
export interface UriAddress {
  /** Empty for a server. */
  readonly local: string;
  readonly domain: string;
  /** Empty for a bare JID. */
  readonly resource: string;
}

/** What an `xmpp:` URI says. All of it is remote text. */
export interface XmppUri {
  readonly address: UriAddress;
  /** The account of the user that is to be used (§2.3); absent if any. */
  readonly account?: UriAddress;
  /** The query type: what to do there, in lower case; empty if it does not say. */
  readonly action: string;
  /** The values of the query, by key; the first one of each. */
  readonly values: ReadonlyMap<string, string>;
}

/** Maximum length, in UTF-16 code units: an address takes at most 9,213 in percent-encoding. */
const MAX_LENGTH = 16_384;
/** The fragment has no meaning in this scheme. */
const URI = /^xmpp:(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/iu;
/** What a key or a value allows (§2.2), but `encodeURIComponent` leaves. */
const NOT_IN_A_VALUE = /[!'()*]/gu;

/**
 * Parses a URI or IRI: its components are separated first, then each is decoded once (§2.7).
 * @returns `undefined` if it is none, has no address or is not UTF-8 once decoded
 */
export function parseXmppUri(text: string): XmppUri | undefined {
  const groups = text.length > MAX_LENGTH ? undefined : URI.exec(text)?.groups;
  if (!groups) return undefined;
  try {
    const { account, address } = parsePath(groups['path'] ?? '');
    if (!address) return undefined;
    return { address, ...(account && { account }), ...parseQuery(groups['query'] ?? '') };
  } catch {
    return undefined;
  }
}

/** Builds the URI of an address, with a query if there is an action. @throws URIError for lone surrogates */
export function buildXmppUri(
  { local, domain, resource }: UriAddress,
  action = '',
  values: Readonly<Record<string, string>> = {},
): string {
  const at = local === '' ? '' : `${encodeURIComponent(local)}@`;
  const slash = resource === '' ? '' : `/${encodeURIComponent(resource)}`;
  const pairs = Object.entries(values).map(([key, value]) => `;${encode(key)}=${encode(value)}`);
  const query = action === '' ? '' : `?${encode(action)}${pairs.join('')}`;
  return `xmpp:${at}${domain}${slash}${query}`;
}

/** Splits a JID (RFC 7622 §3.2): the first `/` ends the bare one, the first `@` before it the localpart. */
export function addressParts(jid: string): UriAddress {
  const slash = jid.indexOf('/');
  const bare = slash < 0 ? jid : jid.slice(0, slash);
  const at = bare.indexOf('@');
  return {
    local: bare.slice(0, Math.max(at, 0)),
    domain: bare.slice(at + 1),
    resource: slash < 0 ? '' : jid.slice(slash + 1),
  };
}

/** An authority alone (`xmpp://name@server`) is what many write for the address. */
function parsePath(path: string): Pick<XmppUri, 'account'> & { address?: UriAddress | undefined } {
  if (!path.startsWith('//')) return { address: decodeAddress(path) };
  const slash = path.indexOf('/', 2);
  const [authority, rest] =
    slash < 0 ? [path.slice(2), ''] : [path.slice(2, slash), path.slice(slash + 1)];
  const named = decodeAddress(authority);
  if (rest === '' || !named) return { address: rest === '' ? named : undefined };
  return { account: named, address: decodeAddress(rest) };
}

/** @throws URIError if it is not UTF-8 */
function decodeAddress(text: string): UriAddress | undefined {
  const parts = addressParts(text);
  const local = decodeURIComponent(parts.local);
  const domain = decodeURIComponent(parts.domain);
  // A separator in the domain would make it another address.
  if (domain === '' || /[@/]/u.test(domain)) return undefined;
  if (local === '' && text.startsWith('@')) return undefined;
  return { local, domain, resource: decodeURIComponent(parts.resource) };
}

/** A query that begins with a pair has no type. `&` and `+` are part of what they are in. */
function parseQuery(query: string): Pick<XmppUri, 'action' | 'values'> {
  const [first = '', ...rest] = query.split(';');
  const pairs = first.includes('=') ? [first, ...rest] : rest;
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = decodeURIComponent(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeURIComponent(pair.slice(equals + 1));
    if (key !== '' && !values.has(key)) values.set(key, value);
  }
  return { action: first.includes('=') ? '' : decodeURIComponent(first).toLowerCase(), values };
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    NOT_IN_A_VALUE,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
