import { imageType } from './imageType.ts';

/** PNG chunks (PNG 3rd ed. §11.3.3, §11.3.5) that say something of who made it, when, where. */
const PNG_METADATA = ['eXIf', 'iTXt', 'tEXt', 'tIME', 'zTXt'];
const PNG_SIGNATURE_BYTES = 8;
/** Length, type and checksum of a PNG chunk. */
const PNG_FRAME_BYTES = 12;

/** JPEG markers (ITU T.81 table B.1). */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
/** The tag of the orientation (Exif 2.32 §4.6.4). */
const ORIENTATION = 0x0112;

/**
 * Removes what a JPEG or PNG picture says of its making: place, time, camera, texts, previews, and
 * whatever follows its end. Points, colours and orientation stay.
 * @returns `undefined` if there is nothing to remove, or it is no such picture
 */
export function withoutMetadata(content: Uint8Array): Uint8Array | undefined {
  const type = imageType(content);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let parts: readonly Uint8Array[] | undefined;
  try {
    if (type === 'image/jpeg') parts = jpegParts(view);
    else if (type === 'image/png') parts = pngParts(view);
  } catch (error) {
    // What is cut off is not understood.
    if (!(error instanceof RangeError)) throw error;
  }
  const left = parts?.reduce((sum, { length }) => sum + length, 0);
  if (!parts || left === undefined || left === content.length) return undefined;
  const cleaned = new Uint8Array(left);
  let filled = 0;
  for (const part of parts) {
    cleaned.set(part, filled);
    filled += part.length;
  }
  return cleaned;
}

/** @throws RangeError if it is cut off */
function pngParts(view: DataView): Uint8Array[] {
  const parts = [bytes(view, 0, PNG_SIGNATURE_BYTES)];
  for (let at = PNG_SIGNATURE_BYTES; ;) {
    const length = PNG_FRAME_BYTES + view.getUint32(at);
    const type = text(view, at + 4, 4);
    if (!PNG_METADATA.includes(type)) parts.push(bytes(view, at, length));
    at += length;
    if (type === 'IEND') return parts;
  }
}

/** @throws RangeError if it is cut off. @returns `undefined` if it is not understood */
function jpegParts(view: DataView): Uint8Array[] | undefined {
  const parts = [bytes(view, 0, 2)];
  let orientation = 1;
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Fill bytes (§B.1.1.2).
    if (marker === 0xff) at += 1;
    else if (marker === EOI) break;
    else if (marker === TEM || marker === SOI) return undefined;
    else {
      const length = 2 + view.getUint16(at + 2);
      const segment = new DataView(view.buffer, view.byteOffset + at, within(view, at, length));
      if (marker === APP1) orientation = orientationOf(segment) ?? orientation;
      if (isKept(marker, segment)) parts.push(bytes(segment, 0, length));
      at += length;
      if (marker === SOS) {
        const end = endOfScan(view, at);
        parts.push(bytes(view, at, end - at));
        at = end;
      }
    }
  }
  parts.push(Uint8Array.of(0xff, EOI));
  if (orientation !== 1) {
    // Behind the header of JFIF, which comes first.
    const isJfif = parts[1]?.[1] === APP0;
    parts.splice(isJfif ? 2 : 1, 0, orientationSegment(orientation));
  }
  return parts;
}

function isKept(marker: number, segment: DataView): boolean {
  const starts = (name: string) => text(segment, 4, segment.byteLength - 4).startsWith(name);
  if (marker === APP0) return starts('JFIF\0');
  // How colours are meant.
  if (marker === APP2) return starts('ICC_PROFILE\0');
  if (marker === APP14) return true;
  return marker !== COM && (marker < APP0 || marker > APP15);
}

/** The position of the marker behind the coded points; restart markers are among them (§B.1.1.5). */
function endOfScan(view: DataView, from: number): number {
  for (let at = from; at + 1 < view.byteLength; at += 1) {
    if (view.getUint8(at) !== 0xff) continue;
    const next = view.getUint8(at + 1);
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  // It has no end: what is there is shown all the same.
  return view.byteLength;
}

/** The orientation in a segment, from 1 to 8; `undefined` if it has none that is understood. */
function orientationOf(segment: DataView): number | undefined {
  try {
    return readOrientation(segment, 4);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @throws RangeError if it is cut off */
function readOrientation(view: DataView, data: number): number | undefined {
  if (text(view, data, 6) !== 'Exif\0\0') return undefined;
  const tiff = data + 6;
  const isLittle = text(view, tiff, 2) === 'II';
  const directory = tiff + view.getUint32(tiff + 4, isLittle);
  const count = view.getUint16(directory, isLittle);
  for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A segment of Exif with nothing but the orientation. */
function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const data = [...Buffer.from('Exif\0\0'), ...tiff, 0, 1, ...entry, 0, 0, 0, 0];
  return Uint8Array.from([0xff, APP1, 0, data.length + 2, ...data]);
}

/** @throws RangeError if it is cut off */
function bytes(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, within(view, at, length));
}

function text(view: DataView, at: number, length: number): string {
  return Buffer.from(bytes(view, at, length)).toString('latin1');
}

/** A typed array may reach beyond the view: not beyond the buffer alone. */
function within(view: DataView, at: number, length: number): number {
  if (at + length > view.byteLength) throw new RangeError('cut off');
  return length;
}
