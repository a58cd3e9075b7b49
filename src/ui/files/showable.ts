import { RequestError } from '../../api/channel.ts';
import { imageSize, mayBeDrawn } from '../../base/imageSize.ts';
import { mediaType } from '../../base/mediaType.ts';
import { userError } from '../../base/userError.ts';

/** Maximum sizes of what a chat tab shows or plays, in bytes: it is in memory as a whole. */
const MAX_PICTURE_BYTES = 10 * 1000 * 1000;
const MAX_PLAYED_BYTES = 50 * 1000 * 1000;

/**
 * Checks that a tab may show a file: a picture that may be decoded, or sound or video.
 * @throws RequestError
 */
export function requireShowable(name: string, content: Uint8Array): void {
  const isPlayed = mediaType(content) !== undefined && content.byteLength <= MAX_PLAYED_BYTES;
  if (imageSize(content) || !isPlayed) requirePicture(name, content);
}

/** Checks that a file is a picture that may be decoded. @returns its type. @throws RequestError */
export function requirePicture(name: string, content: Uint8Array): string {
  const { byteLength } = content;
  const size = imageSize(content);
  if (size && mayBeDrawn(size) && byteLength <= MAX_PICTURE_BYTES) return size.mediaType;
  const facts = { name, size: { bytes: byteLength } };
  if (!size) throw new RequestError(userError('no-picture', facts));
  const points = { width: String(size.width), height: String(size.height) };
  throw new RequestError(userError('no-picture.points', { ...facts, ...points }));
}
