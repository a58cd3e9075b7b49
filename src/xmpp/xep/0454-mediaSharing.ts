// XEP-0454: OMEMO Media Sharing, version 0.1.0
// https://xmpp.org/extensions/xep-0454.html
import type { Module } from '../stanza/session.ts';
import { createDecipheriv, type DecipherGCM } from 'node:crypto';
import { damaged } from '../transferError.ts';
import { webUrl } from '../../base/webUrl.ts';

const SCHEME = 'aesgcm:';
const KEY_BYTES = 32;
/** Length of the authentication tag at the end of the file (§3). */
const TAG_BYTES = 16;
/** An IV of 12 bytes (§3), or of 16 as by older clients, and the key, in hex. */
const FRAGMENT = /^#(?:[\da-f]{88}|[\da-f]{96})$/iu;
const THUMBNAIL = /^data:image\/jpeg[;,]/iu;

/** A file stored encrypted on a server. */
export interface EncryptedSource {
  /** `https:`, without the key. */
  readonly url: string;
  readonly iv: Uint8Array;
  readonly key: Uint8Array;
}

/** The file shared by a body: a URL, optionally with a thumbnail, which is not shown (§4). */
export function parseMediaSharing(body: string): { readonly url: string } | undefined {
  if (!/^aesgcm:/iu.test(body)) return undefined;
  const [first = '', ...rest] = body.trimEnd().split('\n');
  if (rest.length > 1 || !rest.every((line) => THUMBNAIL.test(line))) return undefined;
  const url = webUrl(first, [SCHEME]);
  return url !== undefined && parseEncryptedSource(url) ? { url } : undefined;
}

/** Parses an `aesgcm:` URL; `undefined` if it is not one. The URL is secret, as it has the key. */
export function parseEncryptedSource(url: string): EncryptedSource | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, hash, href } = new URL(url);
  if (protocol !== SCHEME || host === '' || !FRAGMENT.test(hash)) return undefined;
  const bytes = Buffer.from(hash.slice(1), 'hex');
  return {
    url: `https:${href.slice(SCHEME.length, -hash.length)}`,
    iv: bytes.subarray(0, -KEY_BYTES),
    key: bytes.subarray(-KEY_BYTES),
  };
}

/** Decrypts a file as it comes; what it gives is authentic only once {@link final} has returned. */
export class Decryption {
  readonly #decipher: DecipherGCM;
  /** The last bytes so far, at most as many as the tag has: they may be it. */
  #tail: Uint8Array = new Uint8Array();

  constructor({ iv, key }: EncryptedSource) {
    this.#decipher = createDecipheriv('aes-256-gcm', key, iv);
  }

  /** @returns what of the content can be decrypted by now, in order */
  update(piece: Uint8Array): readonly Uint8Array[] {
    const length = Math.max(0, this.#tail.length + piece.length - TAG_BYTES);
    const held = this.#tail.subarray(0, length);
    const fresh = piece.subarray(0, length - held.length);
    const rest = [this.#tail.subarray(held.length), piece.subarray(fresh.length)];
    this.#tail = Buffer.concat(rest);
    return [held, fresh]
      .filter((part) => part.length > 0)
      .map((part) => this.#decipher.update(part));
  }

  /** @throws TransferError if the file was not encrypted with this key, was altered or cut */
  final(): void {
    if (this.#tail.length < TAG_BYTES) throw damaged();
    this.#decipher.setAuthTag(this.#tail);
    try {
      this.#decipher.final();
    } catch {
      throw damaged();
    }
  }
}

export const mediaSharingModule: Module = { xep: 'XEP-0454', features: [] };
