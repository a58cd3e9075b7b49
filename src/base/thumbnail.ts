import { imageSize } from './imageSize.ts';
import { MAX_THUMBNAIL_BYTES, MAX_THUMBNAIL_URL } from './thumbnailLimits.ts';

/** Maximum length of a side, in points. */
const MAX_SIDE = 512;
const DATA_URL = /^data:image\/(?:png|jpeg|gif|webp);base64,([\da-z+/]+={0,2})$/iu;

/** The content of a `data:` URL of a picture; `undefined` if it is none. */
export function contentOfDataUrl(url: string): Uint8Array | undefined {
  const base64 = url.length > MAX_THUMBNAIL_URL ? undefined : DATA_URL.exec(url)?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/**
 * A thumbnail as a `data:` URL, by what its content is; `undefined` if it is no picture, too large or
 * animated.
 */
export function toThumbnail(content: Uint8Array): string | undefined {
  const size = imageSize(content);
  if (!size || size.animated || content.byteLength > MAX_THUMBNAIL_BYTES) return undefined;
  if (Math.max(size.width, size.height) > MAX_SIDE) return undefined;
  return `data:${size.mediaType};base64,${Buffer.from(content).toString('base64')}`;
}

/** The same, of a `data:` URL that others made. */
export function checkedThumbnail(url: string): string | undefined {
  const content = contentOfDataUrl(url);
  return content && toThumbnail(content);
}
