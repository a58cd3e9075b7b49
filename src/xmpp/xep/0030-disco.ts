// XEP-0030: Service Discovery, version 2.5.0
// https://xmpp.org/extensions/xep-0030.html
import { Jid } from '../../base/jid.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { defineMemo, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type DataForm, parseResultForms } from './0004-dataForms.ts';

export const NS_INFO = 'http://jabber.org/protocol/disco#info';
export const NS_ITEMS = 'http://jabber.org/protocol/disco#items';

/**
 * How long one of a server's services is waited for, in ms: the server itself has answered, and one
 * that is down must not hold up the others.
 */
export const SERVICE_MS = 10_000;

/** An identity, by the registry of categories and types. */
export interface DiscoIdentity {
  readonly category: string;
  readonly type: string;
  /** The language of `name`; empty if not given. */
  readonly lang: string;
  readonly name: string;
}

/** The identities and features of an entity. In the order received, duplicates included. */
export interface DiscoInfo {
  readonly identities: readonly DiscoIdentity[];
  readonly features: readonly string[];
  /** Further information (XEP-0128). */
  readonly forms: readonly DataForm[];
}

/** An item of an entity. */
export interface DiscoItem {
  readonly jid: Jid;
  readonly node?: string;
  readonly name: string;
}

export function parseDiscoInfo(query: Element): DiscoInfo {
  return {
    identities: query.getChildren('identity', NS_INFO).map(({ attrs }) => ({
      category: attrs['category'] ?? '',
      type: attrs['type'] ?? '',
      lang: attrs['xml:lang'] ?? '',
      name: attrs['name'] ?? '',
    })),
    features: query
      .getChildren('feature', NS_INFO)
      .flatMap(({ attrs: { var: feature } }) => feature ?? []),
    forms: parseResultForms(query),
  };
}

/** Parses the items with a valid JID. */
export function parseDiscoItems(query: Element): readonly DiscoItem[] {
  return query.getChildren('item', NS_ITEMS).flatMap(({ attrs: { jid = '', node, name = '' } }) => {
    const parsed = Jid.parse(jid);
    return parsed ? { jid: parsed, name, ...(node === undefined ? {} : { node }) } : [];
  });
}

/** Builds our own answer, without forms, as we announce none. */
export function buildDiscoInfo(info: DiscoInfo, node: string | undefined): Element {
  const identities = info.identities.map(({ category, type, lang, name }) =>
    xml('identity', { category, type, 'xml:lang': lang || undefined, name: name || undefined }),
  );
  const features = info.features.map((feature) => xml('feature', { var: feature }));
  return xml('query', { xmlns: NS_INFO, node }, identities, features);
}

/** Fetches the identities and features of `jid`, within 30 s by default. @throws StanzaError */
export async function fetchDiscoInfo(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<DiscoInfo> {
  const payload = xml('query', { xmlns: NS_INFO });
  const answer = await session.request({ type: 'get', to: jid, payload, timeoutMs });
  return parseDiscoInfo(queryOf(answer, NS_INFO));
}

/** Fetches the items of `jid`, or of a node of it. @throws StanzaError */
export async function fetchDiscoItems(
  session: Session,
  jid: Jid,
  node?: string,
): Promise<readonly DiscoItem[]> {
  const payload = xml('query', { xmlns: NS_ITEMS, node });
  return parseDiscoItems(
    queryOf(await session.request({ type: 'get', to: jid, payload }), NS_ITEMS),
  );
}

/** Cached answers of servers and services. */
interface Services {
  readonly info: Map<string, Promise<DiscoInfo>>;
  readonly items: Map<string, Promise<readonly DiscoItem[]>>;
}

const services = defineMemo<Services>('services');
const servicesOf = (session: Session) =>
  session.memo(services, () => ({ info: new Map(), items: new Map() }), 'newSession');

/** {@link fetchDiscoInfo} of a server or service, cached per session. @throws StanzaError */
export function serviceInfo(session: Session, jid: Jid, timeoutMs?: number): Promise<DiscoInfo> {
  const { info } = servicesOf(session);
  return remembered(info, jid.full, () => fetchDiscoInfo(session, jid, timeoutMs));
}

/** {@link fetchDiscoItems} of a server or service, cached per session. @throws StanzaError */
export function serviceItems(session: Session, jid: Jid): Promise<readonly DiscoItem[]> {
  return remembered(servicesOf(session).items, jid.full, () => fetchDiscoItems(session, jid));
}

/**
 * Answers queries for our identities and features.
 *
 * @param nodes the nodes that refer to `info` itself (XEP-0115 §6.2)
 */
export function discoModule(info: DiscoInfo, nodes: readonly string[]): Module {
  return {
    xep: 'XEP-0030',
    features: [NS_INFO, NS_ITEMS],
    attach(session) {
      const store = new DisposableStore();
      store.add(
        session.onIq('get', 'query', NS_INFO, ({ payload }) => {
          const { node } = payload.attrs;
          if (node !== undefined && !nodes.includes(node)) throw new StanzaError('item-not-found');
          return buildDiscoInfo(info, node);
        }),
      );
      store.add(
        session.onIq('get', 'query', NS_ITEMS, ({ payload }) =>
          xml('query', { xmlns: NS_ITEMS, node: payload.attrs['node'] }),
        ),
      );
      return store;
    },
  };
}

/** Returns a cached result; failures are not cached. */
function remembered<T>(
  cache: Map<string, Promise<T>>,
  key: string,
  fetch: () => Promise<T>,
): Promise<T> {
  let value = cache.get(key);
  if (!value) {
    value = fetch();
    cache.set(key, value);
    value.catch(() => cache.delete(key));
  }
  return value;
}

function queryOf(answer: Element, xmlns: string): Element {
  const query = answer.getChild('query', xmlns);
  if (!query)
    throw new StanzaError('bad-format', { text: 'the answer to a discovery has no query' });
  return query;
}
