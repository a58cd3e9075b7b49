import { MAX_OWN_AVATAR_BYTES } from '../../src/base/avatarLimits.ts';
import { imageSize, mayBeDrawn } from '../../src/base/imageSize.ts';

/** The sizes of an avatar that are tried, in points, until it is small enough. */
const SIDES = [192, 144, 96, 64];
/** The qualities of JPEG that are tried where a PNG is too large. */
const QUALITIES = [0.92, 0.85, 0.75];

/**
 * Makes an avatar of a picture: its middle as a square, scaled down, as a PNG or else a JPEG that is
 * small enough to be published. @returns `undefined` if it is no picture
 */
export async function ownPicture(content: Uint8Array): Promise<Blob | undefined> {
  const size = imageSize(content);
  if (!size || !mayBeDrawn(size)) return undefined;
  try {
    const blob = new Blob([new Uint8Array(content)], { type: size.mediaType });
    const bitmap = await createImageBitmap(blob);
    const picture = await smallEnough(bitmap);
    bitmap.close();
    return picture;
  } catch {
    return undefined;
  }
}

async function smallEnough(bitmap: ImageBitmap): Promise<Blob | undefined> {
  for (const most of SIDES) {
    const side = Math.min(most, bitmap.width, bitmap.height);
    const png = await square(bitmap, side).convertToBlob({ type: 'image/png' });
    if (png.size <= MAX_OWN_AVATAR_BYTES) return png;
    for (const quality of QUALITIES) {
      // A JPEG has no transparent parts.
      const canvas = square(bitmap, side, 'white');
      const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (jpeg.size <= MAX_OWN_AVATAR_BYTES) return jpeg;
    }
  }
  return undefined;
}

function square(bitmap: ImageBitmap, side: number, ground?: string): OffscreenCanvas {
  const { width, height } = bitmap;
  const cut = Math.min(width, height);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  if (ground !== undefined) {
    context.fillStyle = ground;
    context.fillRect(0, 0, side, side);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side);
  return canvas;
}
