// XEP-0264: Jingle Content Thumbnails, version 0.4.2
// https://xmpp.org/extensions/xep-0264.html
import { imageSize } from '../../base/imageSize.ts';
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import { NS_FILE_METADATA } from './0446-fileMetadata.ts';

const NS = 'urn:xmpp:thumbs:1';
/** Maximum size in bytes, as XEP-0231 §2 recommends. */
const MAX_BYTES = 8 * 1024;
/** Maximum length of a side, in points. */
const MAX_SIDE = 512;
/** Maximum number of thumbnails looked at. */
const MAX_THUMBNAILS = 4;
const DATA_URL = /^data:image\/(?:png|jpeg|gif|webp);base64,([\da-z+/]+={0,2})$/iu;

/**
 * The first thumbnail of the `<file/>` in `parent` that came along, as a `data:` URL; one that would have to be fetched
 * is none. Type and size are what its content says, not what is claimed (§5).
 *
 * @param bits what came with the stanza, by `cid:` URI (XEP-0231)
 */
export function parseThumbnail(
  parent: Element,
  bits: ReadonlyMap<string, Uint8Array>,
): string | undefined {
  const file = parent.getChild('file', NS_FILE_METADATA);
  const thumbnails = file?.getChildren('thumbnail', NS) ?? [];
  for (const { attrs } of thumbnails.slice(0, MAX_THUMBNAILS)) {
    const { uri = '' } = attrs;
    const inline = DATA_URL.exec(uri)?.[1];
    const content = inline === undefined ? bits.get(uri) : Buffer.from(inline, 'base64');
    const shown = content && toDataUrl(content);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

function toDataUrl(content: Uint8Array): string | undefined {
  const size = imageSize(content);
  if (!size || size.animated || content.byteLength > MAX_BYTES) return undefined;
  if (Math.max(size.width, size.height) > MAX_SIDE) return undefined;
  return `data:${size.mediaType};base64,${Buffer.from(content).toString('base64')}`;
}

/** Not announced: it is a part of other extensions. */
export const thumbnailsModule: Module = { xep: 'XEP-0264', features: [] };
