import { crc32 } from 'node:zlib';
import { exifOf, orientationOf, UPRIGHT } from './orientation.ts';

const SIGNATURE_BYTES = 8;
/** Length and type of a chunk, and its checksum. */
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;

/** What is no text, no time, and no preview of others (PNG 3rd ed. §11.3): transparency, colours, frames. */
const KEPT: readonly string[] = [
  ...['tRNS', 'cHRM', 'cICP', 'gAMA', 'iCCP', 'mDCV', 'mDCv', 'cLLI', 'cLLi', 'sBIT', 'sRGB'],
  ...['bKGD', 'hIST', 'pHYs', 'sPLT', 'acTL', 'fcTL', 'fdAT'],
];

/** @returns the parts that are left; `undefined` if it has no header */
export function pngWithoutMetadata(file: Buffer): readonly Uint8Array[] | undefined {
  const parts: Buffer[] = [file.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + HEAD_BYTES <= file.length;) {
    const end = at + HEAD_BYTES + file.readUInt32BE(at) + CHECKSUM_BYTES;
    const type = file.toString('latin1', at + 4, at + HEAD_BYTES);
    if (at === SIGNATURE_BYTES && type !== 'IHDR') return undefined;
    // Of a picture that is cut off, what is there is shown.
    const chunk = file.subarray(at, end);
    if (isCritical(type) || KEPT.includes(type)) parts.push(chunk);
    else if (type === 'eXIf') {
      const orientation = orientationOf(chunk.subarray(HEAD_BYTES)) ?? UPRIGHT;
      if (orientation !== UPRIGHT) parts.push(chunkOf('eXIf', exifOf(orientation)));
    }
    if (type === 'IEND') break;
    at = end;
  }
  return parts.length > 1 ? parts : undefined;
}

/** Whether a picture cannot be shown without such a chunk (§5.4): its name begins with a capital. */
function isCritical(type: string): boolean {
  return /^[A-Z]/u.test(type);
}

function chunkOf(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.concat([Buffer.alloc(4), named, Buffer.alloc(CHECKSUM_BYTES)]);
  chunk.writeUInt32BE(data.length, 0);
  chunk.writeUInt32BE(crc32(named), chunk.length - CHECKSUM_BYTES);
  return chunk;
}
