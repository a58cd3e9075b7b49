// XEP-0264: Jingle Content Thumbnails, version 0.4.2
// https://xmpp.org/extensions/xep-0264.html
import { checkedThumbnail, toThumbnail } from '../../base/thumbnail.ts';
import type { Module } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { NS_FILE_METADATA } from './0446-fileMetadata.ts';

const NS = 'urn:xmpp:thumbs:1';
/** Maximum number of thumbnails looked at. */
const MAX_THUMBNAILS = 4;
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
    const content = bits.get(uri);
    const shown = content ? toThumbnail(content) : checkedThumbnail(uri);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

/** Builds a thumbnail that is inline, without claims. @param url a `data:` URL */
export function buildThumbnail(url: string): Element {
  return xml('thumbnail', {
    xmlns: NS,
    uri: sendableText(url),
    'media-type': /^data:([^;,]+)/u.exec(url)?.[1] ?? '',
  });
}

/** Not announced: it is a part of other extensions. */
export const thumbnailsModule: Module = { xep: 'XEP-0264', features: [] };
