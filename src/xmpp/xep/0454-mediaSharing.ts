// XEP-0454: OMEMO Media Sharing, version 0.1.0
// https://xmpp.org/extensions/xep-0454.html
import type { Module } from '../stanza/session.ts';
import { createDecipheriv } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { damaged } from '../transferError.ts';
import { webUrl } from '../../base/webUrl.ts';

const SCHEME = 'aesgcm:';
const KEY_BYTES = 32;
/** Length of the authentication tag at the end of the file (§3). */
const TAG_BYTES = 16;
/** An IV of 12 bytes (§3), or of 16 as by older clients, and the key, in hex. */
const FRAGMENT = /^#(?:[\da-f]{88}|[\da-f]{96})$/iu;
const THUMBNAIL = /^data:image\/jpeg[;,]/iu;
/** Number of bytes decrypted before yielding to the event loop. */
const PIECE_BYTES = 1024 * 1024;

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

/** @throws TransferError if the file was not encrypted with this key, or was altered */
export async function decryptFile(
  content: Uint8Array,
  { iv, key }: EncryptedSource,
): Promise<Uint8Array> {
  if (content.length < TAG_BYTES) throw damaged();
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  const end = content.length - TAG_BYTES;
  decipher.setAuthTag(content.subarray(end));
  const pieces: Buffer[] = [];
  for (let start = 0; start < end; start += PIECE_BYTES) {
    pieces.push(decipher.update(content.subarray(start, Math.min(start + PIECE_BYTES, end))));
    await setImmediate();
  }
  try {
    pieces.push(decipher.final());
  } catch {
    throw damaged();
  }
  return Buffer.concat(pieces);
}

export const mediaSharingModule: Module = { xep: 'XEP-0454', features: [] };
