// XEP-0300: Use of Cryptographic Hash Functions in XMPP, version 1.0.0
// https://xmpp.org/extensions/xep-0300.html
import type { Module } from '../stanza/session.ts';
import { createHash, getHashes } from 'node:crypto';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:hashes:2';
const FEATURE = 'urn:xmpp:hash-function-text-names:';
/** More of them say nothing more. */
const MAX_HASHES = 10;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Names on the wire (§3) and in Node's OpenSSL; MD5 proves nothing (XEP-0414 §4). */
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

/** What a hash function makes of a file. */
export interface FileHash {
  /** As XEP-0300 §3 names it: one of those that can be computed here. */
  readonly algorithm: string;
  /** In base64, with padding. */
  readonly value: string;
}

/** Computes hashes of content that comes in pieces. */
export class Hashing {
  readonly #hashes;

  /** @param algorithms by their names in XEP-0300; those that cannot be computed here are left out. */
  constructor(algorithms: readonly string[]) {
    this.#hashes = algorithms
      .filter((algorithm) => supported.includes(algorithm))
      .map((algorithm) => ({ algorithm, hash: createHash(ALGORITHMS[algorithm] ?? algorithm) }));
  }

  update(piece: Uint8Array): void {
    for (const { hash } of this.#hashes) hash.update(piece);
  }

  /** The hashes of all pieces; to be asked once. */
  digest(): FileHash[] {
    return this.#hashes.map(({ algorithm, hash }) => {
      return { algorithm, value: hash.digest('base64') };
    });
  }
}

/** The hashes in `parent` that can be checked here; what is malformed counts as absent. */
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

export const hashesModule: Module = {
  xep: 'XEP-0300',
  features: [NS, ...supported.map((algorithm) => `${FEATURE}${featureName(algorithm)}`)],
};

/** §7 names the features of BLAKE2 otherwise than §3 the functions. */
function featureName(algorithm: string): string {
  return algorithm.replace(/^blake2b-/, 'id-blake2b');
}
