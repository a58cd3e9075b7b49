// XEP-0231: Bits of Binary, version 1.1
// https://xmpp.org/extensions/xep-0231.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:bob';
/** Maximum size in bytes. §2 recommends 8 KiB; a CAPTCHA picture may be larger. */
const MAX_BYTES = 48 * 1024;

/** The data included directly within `parent`, by `cid:` URI. */
export function parseBits(parent: Element): ReadonlyMap<string, Uint8Array> {
  const bits = parent.getChildren('data', NS).flatMap((data) => {
    const { cid } = data.attrs;
    const content = Buffer.from(data.text(), 'base64');
    const fits = cid !== undefined && content.length > 0 && content.length <= MAX_BYTES;
    return fits ? [[`cid:${cid}`, new Uint8Array(content)] as const] : [];
  });
  return new Map(bits);
}

/** Not announced: nothing is fetched and nothing is served. */
export const bitsOfBinaryModule: Module = { xep: 'XEP-0231', features: [] };
