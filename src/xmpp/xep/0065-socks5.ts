// XEP-0065: SOCKS5 Bytestreams, version 1.8.2
// https://xmpp.org/extensions/xep-0065.html
import { createHash } from 'node:crypto';
import { Jid } from '../../base/jid.ts';
import { type Disposable, onDispose } from '../../base/lifecycle.ts';
import { defineMemo, type IncomingIq, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { SERVICE_MS } from './0030-disco.ts';
import { findServices } from './0030-services.ts';

export const NS_SOCKS5 = 'http://jabber.org/protocol/bytestreams';
const NS = NS_SOCKS5;
/** Maximum number of streamhosts that are tried; further ones are ignored. */
const MAX_HOSTS = 5;
/** For a target to try them all, in milliseconds. */
const CONNECT_MS = 60_000;
/** The longest address that the SOCKS5 protocol carries (RFC 1928 §5), in bytes. */
const MAX_ADDRESS = 255;
const MAX_HOST_LENGTH = 255;

/** Where a stream can be connected to: a client itself, or a proxy. */
export interface StreamHost {
  /** As it was given, since it is compared and repeated. */
  readonly jid: string;
  /** A name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** What a requester offers (§5.3.1). */
export interface StreamHostOffer {
  readonly hosts: readonly StreamHost[];
  /** The DST.ADDR to connect with. */
  readonly address: string;
}

/** Connects to one of the hosts. @returns the JID of it @throws StanzaError if none works */
export type StreamHostHandler = (offer: StreamHostOffer) => Promise<string>;

/** The DST.ADDR of a stream (§5.3.2): of the JIDs as the requests have them. */
export function streamAddress(sid: string, requester: Jid, target: Jid): string {
  return createHash('sha1').update(`${sid}${requester.full}${target.full}`).digest('hex');
}

/** Parses the streamhosts that have all of JID, host and port; at most five. */
export function parseStreamHosts(query: Element): readonly StreamHost[] {
  return query
    .getChildren('streamhost', NS)
    .flatMap(({ attrs: { jid = '', host = '', port = '' } }) => {
      const isPort = /^[1-9]\d{0,4}$/u.test(port) && Number(port) <= 65_535;
      const isHost = host !== '' && host.length <= MAX_HOST_LENGTH;
      return Jid.parse(jid) && isHost && isPort ? [{ jid, host, port: Number(port) }] : [];
    })
    .slice(0, MAX_HOSTS);
}

const proxies = defineMemo<{ found?: Promise<readonly StreamHost[]> }>('streamProxies');

/** The proxies of our server (§4) that we may use; cached per session. @throws StanzaError */
export function findProxies(session: Session): Promise<readonly StreamHost[]> {
  const memo = session.memo(proxies, () => ({}), 'newSession');
  memo.found ??= askProxies(session).catch((error: unknown) => {
    delete memo.found;
    throw error;
  });
  return memo.found;
}

/**
 * Offers streamhosts to a target (§5.3.1). @returns the one that it has connected to
 * @throws StanzaError the target's, `item-not-found` if it has reached none
 */
export async function offerStreamHosts(
  session: Session,
  to: Jid,
  sid: string,
  hosts: readonly StreamHost[],
): Promise<StreamHost> {
  const offered = hosts.map(({ jid, host, port }) =>
    xml('streamhost', { jid, host, port: String(port) }),
  );
  const payload = xml('query', { xmlns: NS, sid, mode: 'tcp' }, offered);
  const answer = await session.request({ type: 'set', to, payload, timeoutMs: CONNECT_MS });
  const used = answer.getChild('query', NS)?.getChild('streamhost-used', NS)?.attrs['jid'];
  const host = hosts.find(({ jid }) => jid === used);
  if (!host) throw new StanzaError('item-not-found', { text: 'the streamhost was not offered' });
  return host;
}

/** Asks a proxy to connect both sides (§6.3.5), to which they have connected. @throws StanzaError */
export async function activateProxy(
  session: Session,
  proxy: StreamHost,
  sid: string,
  target: Jid,
): Promise<void> {
  const payload = xml('query', { xmlns: NS, sid }, xml('activate', null, target.full));
  await session.request({ type: 'set', to: Jid.of(proxy.jid), payload });
}

const handlers = defineMemo<Map<string, StreamHostHandler>>('streamHostHandlers');
const handlersOf = (session: Session) =>
  session.memo(handlers, () => new Map<string, StreamHostHandler>(), 'newSession');

/**
 * Answers the offer of streamhosts for a stream that was agreed on, once; all others are refused.
 *
 * @param from a full JID, which must know our presence
 * @throws StanzaError `conflict` if the same stream is waited for already
 */
export function onStreamHosts(
  session: Session,
  from: Jid,
  sid: string,
  handler: StreamHostHandler,
): Disposable {
  const all = handlersOf(session);
  const key = keyOf(from, sid);
  if (all.has(key)) throw new StanzaError('conflict');
  all.set(key, handler);
  return onDispose(() => {
    if (all.get(key) === handler) all.delete(key);
  });
}

export const socks5Module: Module = {
  xep: 'XEP-0065',
  features: [NS],
  attach: (session) =>
    session.onIq('set', 'query', NS, (iq) => answer(session, iq), { deadlineMs: CONNECT_MS }),
};

/** @throws StanzaError */
function answer(session: Session, { from, payload: query }: IncomingIq): Promise<Element> {
  const sid = receivedId(query.attrs['sid']);
  // None from a requester that has none, as Psi: then none is reached.
  const hosts = parseStreamHosts(query);
  if (sid === undefined) throw new StanzaError('bad-request', { type: 'modify' });
  const all = handlersOf(session);
  const handler = all.get(keyOf(from, sid));
  const { mode = 'tcp', dstaddr } = query.attrs;
  const target = session.jid;
  const isUsable = dstaddr === undefined || /^[!-~]{1,255}$/u.test(dstaddr);
  if (!handler || !target || mode !== 'tcp' || !isUsable) {
    throw new StanzaError('not-acceptable', { type: 'modify' });
  }
  all.delete(keyOf(from, sid));
  const address = (dstaddr ?? streamAddress(sid, from, target)).slice(0, MAX_ADDRESS);
  return handler({ hosts, address }).then((jid) =>
    xml('query', { xmlns: NS, sid }, xml('streamhost-used', { jid })),
  );
}

async function askProxies(session: Session): Promise<readonly StreamHost[]> {
  const services = await findServices(session);
  const found = services.filter(({ info }) =>
    info.identities.some(({ category, type }) => category === 'proxy' && type === 'bytestreams'),
  );
  // One that refuses us, or never answers, must not affect the others.
  const answers = await Promise.allSettled(
    found.map(({ jid }) => {
      const payload = xml('query', { xmlns: NS });
      return session.request({ type: 'get', to: jid, payload, timeoutMs: SERVICE_MS });
    }),
  );
  const hosts = answers.flatMap((given) => {
    const query = given.status === 'fulfilled' ? given.value.getChild('query', NS) : undefined;
    return query ? parseStreamHosts(query) : [];
  });
  return hosts.slice(0, MAX_HOSTS);
}

function keyOf(peer: Jid, sid: string): string {
  return JSON.stringify([sid, peer.full]);
}
