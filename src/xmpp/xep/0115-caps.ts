// XEP-0115: Entity Capabilities, version 1.6.0
// https://xmpp.org/extensions/xep-0115.html
import { createHash } from 'node:crypto';
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import type { DiscoInfo } from './0030-disco.ts';

const NS = 'http://jabber.org/protocol/caps';

/** The capabilities announced in our presence. */
export interface Caps {
  /** The client software, as a URL. */
  readonly node: string;
  /** The verification string, in Base64. */
  readonly ver: string;
  /** The hash function's name, such as `sha-1`. */
  readonly hash: string;
}

export function buildCaps({ node, ver, hash }: Caps): Element {
  return xml('c', { xmlns: NS, hash, node, ver });
}

/** Computes the caps of `info` for our own presence. */
export function capsOf(info: DiscoInfo, node: string): Caps {
  return { node, ver: sha1(verificationText(info)), hash: 'sha-1' };
}

export const capsModule: Module = { xep: 'XEP-0115', features: [NS] };

/** The input of the hash (§5.1). */
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
