/** The orientation of a picture in Exif (Exif 2.32 §4.6.4), which is kept of it. */

const ORIENTATION = 0x0112;
/** The value of a picture that is shown as it is stored, as one without any. */
export const UPRIGHT = 1;

/**
 * Reads the orientation, from 1 to 8.
 * @param tiff the content of Exif, behind its header
 * @returns `undefined` if there is none that is understood
 */
export function orientationOf(tiff: Buffer): number | undefined {
  try {
    return readOrientation(tiff);
  } catch (error) {
    // It is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Builds the content of Exif that says nothing but the orientation. */
export function exifOf(orientation: number): Buffer {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  return Buffer.from([...header, 0, 1, ...entry, 0, 0, 0, 0]);
}

/** @throws RangeError if it is cut off */
function readOrientation(tiff: Buffer): number | undefined {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const end = directory + 2 + 12 * u16(directory);
  for (let entry = directory + 2; entry < end; entry += 12) {
    if (u16(entry) !== ORIENTATION) continue;
    const value = u16(entry + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
