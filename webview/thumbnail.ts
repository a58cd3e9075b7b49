import { imageSize, mayBeDrawn } from '../src/base/imageSize.ts';
import { MAX_THUMBNAIL_BYTES } from '../src/base/thumbnailLimits.ts';

/** Maximum length of a side, in points: twice what is shown. */
const SIDE = 128;
/** Maximum size of a picture that is read for its thumbnail, in bytes. */
const MAX_BYTES = 20 * 1000 * 1000;
const QUALITIES = [0.7, 0.5, 0.3];

/** A small JPEG of a picture, as a `data:` URL; `undefined` of other files, or if it cannot be made. */
export async function makeThumbnail(content: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const size = content.length > MAX_BYTES ? undefined : imageSize(content);
  if (!size || !mayBeDrawn(size)) return undefined;
  const picture = new Blob([content], { type: size.mediaType });
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (!bitmap) return undefined;
  try {
    const canvas = draw(bitmap);
    for (const quality of QUALITIES) {
      const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (jpeg.size <= MAX_THUMBNAIL_BYTES) return await toDataUrl(jpeg);
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

/** On white, where it is transparent. */
function draw(bitmap: ImageBitmap): OffscreenCanvas {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

async function toDataUrl(jpeg: Blob): Promise<string> {
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  return `data:image/jpeg;base64,${btoa(String.fromCharCode(...bytes))}`;
}
