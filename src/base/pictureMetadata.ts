import { imageType } from './imageType.ts';
import { jpegWithoutMetadata } from './metadata/jpeg.ts';
import { pngWithoutMetadata } from './metadata/png.ts';
import { webpWithoutMetadata } from './metadata/webp.ts';

/** @returns the parts that are left; `undefined` if it is no picture of this format */
type Clean = (content: Buffer) => readonly Uint8Array[] | undefined;

const CLEANERS: Readonly<Record<string, Clean>> = {
  'image/jpeg': jpegWithoutMetadata,
  'image/png': pngWithoutMetadata,
  'image/webp': webpWithoutMetadata,
};

/** Whether pictures of this type are cleaned. */
export function hasRemovableMetadata(type: string | undefined): type is string {
  return type !== undefined && Object.hasOwn(CLEANERS, type);
}

/**
 * Removes what a JPEG, PNG or WebP picture says of its making: place, time, camera, texts, previews, and
 * whatever follows its end. Points, colours and orientation stay.
 * @returns `undefined` if there is nothing to remove, or it is no such picture
 */
export function withoutMetadata(content: Uint8Array): Uint8Array | undefined {
  const type = imageType(content);
  const clean = hasRemovableMetadata(type) ? CLEANERS[type] : undefined;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const parts = clean?.(bytes);
  if (!parts) return undefined;
  const cleaned = Buffer.concat(parts);
  return cleaned.equals(bytes) ? undefined : cleaned;
}
