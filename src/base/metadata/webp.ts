import { exifOf, orientationOf, UPRIGHT } from './orientation.ts';

/** `RIFF`, the size of what follows, and `WEBP` (RFC 9649 §2.4). */
const FILE_HEADER_BYTES = 12;
/** The type of a chunk, and its size (§2.3). */
const HEAD_BYTES = 8;
/** Flags that there is Exif, and XMP (§2.7.1). */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
/** What some programs write before the content of Exif, as in JPEG. */
const EXIF_HEADER = 'Exif\0\0';

/** Everything but Exif, XMP and what is not known (§2.7). */
const KEPT: readonly string[] = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];

/** @returns the parts that are left */
export function webpWithoutMetadata(file: Buffer): readonly Uint8Array[] {
  const header = Buffer.from(file.subarray(0, FILE_HEADER_BYTES));
  const parts: Buffer[] = [header];
  let features: Buffer | undefined;
  let orientation = UPRIGHT;
  const end = Math.min(file.length, HEAD_BYTES + file.readUInt32LE(4));
  for (let at = FILE_HEADER_BYTES; at + HEAD_BYTES <= end;) {
    const type = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const next = at + HEAD_BYTES + size + (size % 2);
    const chunk = file.subarray(at, Math.min(next, end));
    if (type === 'VP8X' && chunk.length > HEAD_BYTES) {
      features ??= Buffer.from(chunk);
      parts.push(features);
    } else if (KEPT.includes(type)) parts.push(chunk);
    else if (type === 'EXIF') {
      orientation = orientationOf(withoutHeader(chunk.subarray(HEAD_BYTES))) ?? orientation;
    }
    at = next;
  }
  const isTurned = features !== undefined && orientation !== UPRIGHT;
  if (isTurned) parts.push(exifChunk(orientation));
  if (features) {
    const flags = features.readUInt8(HEAD_BYTES) & ~(HAS_EXIF | HAS_XMP);
    features.writeUInt8(flags | (isTurned ? HAS_EXIF : 0), HEAD_BYTES);
  }
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  header.writeUInt32LE(total - HEAD_BYTES, 4);
  return parts;
}

function withoutHeader(exif: Buffer): Buffer {
  const hasHeader = exif.toString('latin1', 0, EXIF_HEADER.length) === EXIF_HEADER;
  return hasHeader ? exif.subarray(EXIF_HEADER.length) : exif;
}

/** Its content has an even length, and so needs no padding. */
function exifChunk(orientation: number): Buffer {
  const data = exifOf(orientation);
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data]);
}
