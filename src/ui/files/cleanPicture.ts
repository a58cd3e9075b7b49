import { imageType } from '../../base/imageType.ts';
import { hasRemovableMetadata, withoutMetadata } from '../../base/pictureMetadata.ts';
import { type LocalFile, memoryFile } from './localFile.ts';

/** Number of bytes by which the type of a picture is recognized. */
const HEAD_BYTES = 64;
/** Larger files are no pictures of a camera, and not read into memory. */
const MAX_BYTES = 100 * 1024 * 1024;

/**
 * A JPEG, PNG or WebP picture without place, time and camera; other files, and pictures that say nothing
 * of these, as they are. What was opened is closed if something else takes its place.
 * @throws RequestError if it cannot be read
 */
export async function cleanPicture(file: LocalFile): Promise<LocalFile> {
  const head = await file.read(0, Math.min(HEAD_BYTES, file.size));
  const type = imageType(head);
  if (!hasRemovableMetadata(type) || file.size > MAX_BYTES) return file;
  const cleaned = withoutMetadata(await file.read(0, file.size));
  if (!cleaned) return file;
  await file.close();
  const { name, path, thumbnail } = file;
  return {
    ...memoryFile(name, cleaned, { path, otherwise: type }),
    ...(thumbnail !== undefined && { thumbnail }),
  };
}
