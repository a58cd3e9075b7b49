// XEP-0115: Entity Capabilities, version 1.6.0
// https://xmpp.org/extensions/xep-0115.html
import { createHash } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type DiscoInfo, fetchDiscoInfo } from './0030-disco.ts';
import { passiveModule } from './passive.ts';

const NS = 'http://jabber.org/protocol/caps';
const MAX_LENGTH = 1023;
const CACHE_SIZE = 1000;

/** What a client's presence says of its capabilities. */
export interface Caps {
  /** The client software, as a URL. */
  readonly node: string;
  /** The hash of what it can do, in Base64. */
  readonly ver: string;
  /** The hash function's name, such as `sha-1`. */
  readonly hash: string;
}

/** Reads the caps of a presence. Without `hash` it is the legacy format, which says nothing. */
export function parseCaps(presence: Element): Caps | undefined {
  const { node, ver, hash } = presence.getChild('c', NS)?.attrs ?? {};
  if (!node || !ver || !hash) return undefined;
  return node.length + ver.length + hash.length <= MAX_LENGTH ? { node, ver, hash } : undefined;
}

export function buildCaps({ node, ver, hash }: Caps): Element {
  return xml('c', { xmlns: NS, hash, node, ver });
}

/** The caps of `info` for our own presence. */
export function capsOf(info: DiscoInfo, node: string): Caps {
  return { node, ver: sha1(verificationText(info)), hash: 'sha-1' };
}

const caches = new WeakMap<Session, Map<string, DiscoInfo>>();

/**
 * What the client at `jid` can do, by the `caps` of its presence: asked of one client, and known
 * from then on for all with the same hash, as long as the hash is right (§5.4).
 *
 * @throws StanzaError
 */
export async function fetchCapabilities(
  session: Session,
  jid: Jid,
  caps: Caps,
): Promise<DiscoInfo> {
  const known = caches.get(session)?.get(caps.ver);
  if (known && caps.hash === 'sha-1') return known;
  const info = await fetchDiscoInfo(session, jid, `${caps.node}#${caps.ver}`);
  if (isGenuine(info, caps)) remember(session, caps.ver, info);
  return info;
}

export const capsModule = passiveModule('XEP-0115', [NS]);

function remember(session: Session, ver: string, info: DiscoInfo): void {
  let cache = caches.get(session);
  if (!cache) caches.set(session, (cache = new Map<string, DiscoInfo>()));
  // Strangers may announce any number of hashes; the oldest goes when the cache is full.
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value ?? '');
  cache.set(ver, info);
}

/** Whether `info` is well-formed and has the hash announced (§5.4). */
function isGenuine(info: DiscoInfo, caps: Caps): boolean {
  const parts = [
    info.identities.map(({ category, type, lang }) => `${category}/${type}/${lang}`),
    info.features,
    info.forms.map((form) => form.formType),
  ];
  if (parts.some((part) => new Set(part).size < part.length)) return false;
  if (isAmbiguous(info)) return false;
  return caps.hash === 'sha-1' && sha1(verificationText(info)) === caps.ver;
}

/** A separator within a part would let two different answers have one hash (§9.3). */
function isAmbiguous({ identities, features, forms }: DiscoInfo): boolean {
  const fields = forms.flatMap(({ formType, fields }) =>
    [formType, ...fields.keys()].concat(...fields.values()),
  );
  const names = identities.flatMap(({ category, type, lang, name }) => [
    category,
    type,
    lang,
    name,
  ]);
  return (
    [...names, ...features, ...fields].some((text) => text.includes('<')) ||
    identities.some(({ category, type, lang }) => `${category}${type}${lang}`.includes('/'))
  );
}

/** The text to hash (§5.1). */
function verificationText({ identities, features, forms }: DiscoInfo): string {
  const parts = [
    ...identities
      .map(({ category, type, lang, name }) => `${category}/${type}/${lang}/${name}`)
      .sort(byOctets),
    ...features.toSorted(byOctets),
    ...forms
      .toSorted((a, b) => byOctets(a.formType, b.formType))
      .flatMap(({ formType, fields }) => [
        formType,
        ...[...fields]
          .sort(([a], [b]) => byOctets(a, b))
          .flatMap(([name, values]) => [name, ...values.toSorted(byOctets)]),
      ]),
  ];
  return parts.map((part) => `${part}<`).join('');
}

/** The collation i;octet (RFC 4790 §9.3) over UTF-8. */
function byOctets(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
