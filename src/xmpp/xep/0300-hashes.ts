// XEP-0300: Use of Cryptographic Hash Functions in XMPP, version 1.0.0
// https://xmpp.org/extensions/xep-0300.html
import type { Module } from '../stanza/session.ts';
import { createHash, getHashes } from 'node:crypto';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:hashes:2';
const FEATURE = 'urn:xmpp:hash-function-text-names:';
/** Maximum number of hashes; more add no information. */
const MAX_HASHES = 10;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Names in the protocol (§3) and in Node's OpenSSL; without the broken MD5 (XEP-0414 §4). */
const ALGORITHMS: Readonly<Record<string, string>> = {
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha3-256': 'sha3-256',
  'sha3-512': 'sha3-512',
  'blake2b-512': 'blake2b512',
};
const supported = Object.keys(ALGORITHMS).filter((name) =>
  getHashes().includes(ALGORITHMS[name] ?? ''),
);

/** A hash of a file. */
export interface FileHash {
  /** The name in XEP-0300 §3 of a supported algorithm. */
  readonly algorithm: string;
  /** In base64, with padding. */
  readonly value: string;
}

/** Computes hashes of content in chunks. */
export class Hashing {
  readonly #hashes;

  /** @param algorithms by their names in XEP-0300; unsupported ones are ignored */
  constructor(algorithms: readonly string[]) {
    this.#hashes = algorithms
      .filter((algorithm) => supported.includes(algorithm))
      .map((algorithm) => ({ algorithm, hash: createHash(ALGORITHMS[algorithm] ?? algorithm) }));
  }

  update(piece: Uint8Array): void {
    for (const { hash } of this.#hashes) hash.update(piece);
  }

  /** The hashes of all chunks; to be called once. */
  digest(): FileHash[] {
    return this.#hashes.map(({ algorithm, hash }) => {
      return { algorithm, value: hash.digest('base64') };
    });
  }
}

/** Parses the supported hashes in `parent`; malformed ones count as absent. */
export function parseHashes(parent: Element): FileHash[] {
  return parent
    .getChildren('hash', NS)
    .slice(0, MAX_HASHES)
    .flatMap((hash) => {
      const algorithm = hash.attrs['algo'] ?? '';
      const value = hash.text().replace(/\s/g, '');
      if (!supported.includes(algorithm) || !BASE64.test(value)) return [];
      const digest = Buffer.from(value, 'base64');
      const { length } = createHash(ALGORITHMS[algorithm] ?? '').digest();
      return digest.length === length ? [{ algorithm, value: digest.toString('base64') }] : [];
    });
}

export function buildHash({ algorithm, value }: FileHash): Element {
  return xml('hash', { xmlns: NS, algo: algorithm }, value);
}

/** Parses the supported algorithms of hashes that are yet to be sent (§4). */
export function parseHashesUsed(parent: Element): string[] {
  return parent
    .getChildren('hash-used', NS)
    .slice(0, MAX_HASHES)
    .map(({ attrs }) => attrs['algo'] ?? '')
    .filter((algorithm) => supported.includes(algorithm));
}

export function buildHashUsed(algorithm: string): Element {
  return xml('hash-used', { xmlns: NS, algo: algorithm });
}

export const hashesModule: Module = {
  xep: 'XEP-0300',
  features: [NS, ...supported.map((algorithm) => `${FEATURE}${featureName(algorithm)}`)],
};

/** §7 names the features of BLAKE2 differently than §3 the functions. */
function featureName(algorithm: string): string {
  return algorithm.replace(/^blake2b-/, 'id-blake2b');
}
