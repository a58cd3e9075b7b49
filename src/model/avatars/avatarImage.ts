import { createHash } from 'node:crypto';
import { MAX_AVATAR_SIDE, MAX_OWN_AVATAR_BYTES } from '../../base/avatarLimits.ts';
import { imageSize } from '../../base/imageSize.ts';
import { MAX_IMAGE_BYTES, type OwnImage } from '../../xmpp/xep/0084-image.ts';

/** A picture that may be shown. */
export interface AvatarImage {
  readonly content: Uint8Array;
  /** Of its content: `image/png`, `image/jpeg`, `image/gif` or `image/webp`. */
  readonly mediaType: string;
}

/** The SHA-1 of a picture, in hexadecimal lower case (XEP-0153 §3.1). */
export function hashOf(content: Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}

/**
 * The picture of this hash, if it is what it claims to be and is small enough to be decoded. Its type
 * and its size are those of its content, whatever was said of them.
 */
export function checkedImage(content: Uint8Array, hash: string): AvatarImage | undefined {
  if (content.length > MAX_IMAGE_BYTES || hashOf(content) !== hash) return undefined;
  const size = imageSize(content);
  if (!size || Math.max(size.width, size.height) > MAX_AVATAR_SIDE) return undefined;
  return { content, mediaType: size.mediaType };
}

/** A picture to publish; `undefined` if it is no PNG or JPEG, or too large. */
export function ownImage(content: Uint8Array): OwnImage | undefined {
  const size = imageSize(content);
  if (!size || content.length > MAX_OWN_AVATAR_BYTES) return undefined;
  const { mediaType, width, height } = size;
  const isCommon = mediaType === 'image/png' || mediaType === 'image/jpeg';
  if (!isCommon || Math.max(width, height) > MAX_AVATAR_SIDE) return undefined;
  return { content, mediaType, hash: hashOf(content), width, height };
}
