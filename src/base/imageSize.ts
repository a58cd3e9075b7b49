import { imageType } from './imageType.ts';

/** The properties in a picture's headers, read without decoding it. */
export interface ImageSize {
  readonly mediaType: string;
  /** In points, of the whole picture: no frame exceeds it. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

/** Maximum length of a side, in points. */
const MAX_SIDE = 30_000;
/** Maximum number of points: each takes four bytes when decoded. */
const MAX_POINTS = 40_000_000;
/** Maximum number of points of an animation: its frames are decoded repeatedly. */
const MAX_ANIMATED_POINTS = 8_000_000;

type Read = (view: DataView, size: Size) => void;

/**
 * Reads the headers of a PNG, JPEG, GIF or WebP picture.
 * @returns `undefined` for other formats, or if no size is found
 */
export function imageSize(content: Uint8Array): ImageSize | undefined {
  const mediaType = imageType(content);
  const read = mediaType === undefined ? undefined : READERS[mediaType];
  if (mediaType === undefined || !read) return undefined;
  const size = new Size();
  try {
    read(new DataView(content.buffer, content.byteOffset, content.byteLength), size);
  } catch (error) {
    // The data is truncated: the size read so far counts.
    if (!(error instanceof RangeError)) throw error;
  }
  const { width, height, animated } = size;
  return width > 0 && height > 0 ? { mediaType, width, height, animated } : undefined;
}

/** Whether a picture may be decoded: decoding must take bounded memory and time. */
export function mayBeDrawn({ width, height, animated }: ImageSize): boolean {
  const most = animated ? MAX_ANIMATED_POINTS : MAX_POINTS;
  return Math.max(width, height) <= MAX_SIDE && width * height <= most;
}

/** A bounding box that grows to contain every frame. */
class Size {
  width = 0;
  height = 0;
  frames = 0;
  isAnimation = false;

  get animated(): boolean {
    return this.isAnimation || this.frames > 1;
  }

  hold(width: number, height: number): void {
    this.width = Math.max(this.width, width);
    this.height = Math.max(this.height, height);
  }
}

/** PNG, third edition, §5.3, §11.2.1, §11.3.6: the size first, then chunks up to image data. */
function readPng(view: DataView, size: Size): void {
  for (let at = 8; ; at += 12 + view.getUint32(at)) {
    const type = nameAt(view, at + 4);
    if (at === 8 && type !== 'IHDR') return;
    if (type === 'IHDR') size.hold(view.getUint32(at + 8), view.getUint32(at + 12));
    if (type === 'acTL') size.isAnimation = true;
    if (type === 'IDAT') return;
  }
}

/** ITU-T T.81 §B.1 and §B.2: segments up to the first scan; a frame's header is one of them. */
function readJpeg(view: DataView, size: Size): void {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return;
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (marker === 0xda || marker === 0xd9) return;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) size.hold(view.getUint16(at + 5), view.getUint16(at + 3));
    at += Math.max(view.getUint16(at), 2);
  }
}

/** GIF89a §17–§26: the logical screen, then images and extensions. */
function readGif(view: DataView, size: Size): void {
  size.hold(view.getUint16(6, true), view.getUint16(8, true));
  let at = 13 + colours(view.getUint8(10));
  const skipBlocks = () => {
    for (let length = view.getUint8(at++); length > 0; length = view.getUint8(at++)) at += length;
  };
  for (;;) {
    const kind = view.getUint8(at++);
    if (kind === 0x21) {
      at++;
    } else if (kind === 0x2c) {
      const [left, top] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
      size.hold(left + view.getUint16(at + 4, true), top + view.getUint16(at + 6, true));
      size.frames++;
      at += 10 + colours(view.getUint8(at + 8));
    } else return;
    skipBlocks();
  }
}

/** The size of a colour table in bytes, by its flags. */
function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** RFC 9649 §2: chunks; VP8 as in RFC 6386 §9.1. */
function readWebp(view: DataView, size: Size): void {
  for (let at = 12; ;) {
    const data = at + 8;
    const length = view.getUint32(at + 4, true);
    switch (nameAt(view, at)) {
      case 'VP8X':
        size.hold(1 + uint24(view, data + 4), 1 + uint24(view, data + 7));
        size.isAnimation ||= (view.getUint8(data) & 2) !== 0;
        break;
      case 'VP8 ':
        size.hold(view.getUint16(data + 6, true) & 0x3fff, view.getUint16(data + 8, true) & 0x3fff);
        break;
      case 'VP8L': {
        const bits = view.getUint32(data + 1, true);
        size.hold(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
        break;
      }
      case 'ANMF': {
        const [left, top] = [2 * uint24(view, data), 2 * uint24(view, data + 3)];
        size.hold(left + 1 + uint24(view, data + 6), top + 1 + uint24(view, data + 9));
        size.frames++;
        break;
      }
    }
    at = data + length + (length % 2);
  }
}

const READERS: Readonly<Record<string, Read>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/gif': readGif,
  'image/webp': readWebp,
};

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}
