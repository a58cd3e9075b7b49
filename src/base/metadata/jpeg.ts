import { exifOf, orientationOf, UPRIGHT } from './orientation.ts';

/** Markers (ITU T.81 table B.1). */
const TEM = 0x01;
const RST0 = 0xd0;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/** What an APP1 segment with Exif begins with. */
const EXIF = 'Exif\0\0';
/** A segment of JFIF without the preview that it may have (JFIF 1.02, p. 5), in bytes. */
const JFIF_BYTES = 18;
/** The segment that says how colours are coded (Adobe Technical Note 5116, §18), in bytes. */
const ADOBE_BYTES = 16;

/** @returns the parts that are left; `undefined` if nothing in it is drawn */
export function jpegWithoutMetadata(file: Buffer): readonly Uint8Array[] | undefined {
  const parts: Buffer[] = [file.subarray(0, 2)];
  let orientation = UPRIGHT;
  let isDrawn = false;
  for (let at = 2; ;) {
    // Decoders pass over what is between segments, and fill bytes (§B.1.1.2).
    at = file.indexOf(0xff, at);
    const marker = at < 0 ? EOI : (file[at + 1] ?? EOI);
    if (marker === EOI) break;
    if (marker === 0xff) at += 1;
    else if (marker <= TEM || (marker >= RST0 && marker <= SOI)) at += 2;
    else {
      const end = at + 2 + (at + 4 > file.length ? 2 : file.readUInt16BE(at + 2));
      if (end > file.length) break;
      const segment = file.subarray(at, end);
      if (starts(segment, APP1, EXIF)) {
        orientation = orientationOf(segment.subarray(4 + EXIF.length)) ?? orientation;
      }
      parts.push(...keptOf(segment));
      at = end;
      if (marker === SOS) {
        isDrawn = true;
        at = endOfScan(file, end);
        parts.push(file.subarray(end, at));
      }
    }
  }
  if (!isDrawn) return undefined;
  parts.push(Buffer.of(0xff, EOI));
  if (orientation !== UPRIGHT) {
    // Behind the header of JFIF, which comes first.
    const isJfif = parts[1]?.[1] === APP0;
    parts.splice(isJfif ? 2 : 1, 0, orientationSegment(orientation));
  }
  return parts;
}

/** What is kept of a segment. */
function keptOf(segment: Buffer): readonly Buffer[] {
  const marker = segment[1] ?? 0;
  if (starts(segment, APP0, 'JFIF\0') && segment.length >= JFIF_BYTES) {
    const header = Buffer.from(segment.subarray(0, JFIF_BYTES));
    header.writeUInt16BE(JFIF_BYTES - 2, 2);
    header.writeUInt16BE(0, JFIF_BYTES - 2);
    return [header];
  }
  if (starts(segment, APP14, 'Adobe') && segment.length >= ADOBE_BYTES) {
    const coding = Buffer.from(segment.subarray(0, ADOBE_BYTES));
    coding.writeUInt16BE(ADOBE_BYTES - 2, 2);
    return [coding];
  }
  // How colours are meant.
  if (starts(segment, APP2, 'ICC_PROFILE\0')) return [segment];
  const isOther = (marker >= APP0 && marker <= APP15) || marker === COM;
  return isOther ? [] : [segment];
}

function starts(segment: Buffer, marker: number, name: string): boolean {
  return segment[1] === marker && segment.toString('latin1', 4, 4 + name.length) === name;
}

/** The position of the marker behind the coded points; restart markers are among them (§B.1.1.5). */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && (next < RST0 || next >= SOI)) return at;
  }
  // It has no end: what is there is shown all the same.
  return file.length;
}

function orientationSegment(orientation: number): Buffer {
  const data = Buffer.concat([Buffer.from(EXIF, 'latin1'), exifOf(orientation)]);
  return Buffer.concat([Buffer.of(0xff, APP1, 0, data.length + 2), data]);
}
