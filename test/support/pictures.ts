import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** A picture of one colour, which can be decoded. */
export function png(
  width: number,
  height = width,
  colour: readonly [number, number, number] = [40, 120, 200],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each of red, green and blue.
  header.writeUInt16BE(0x0802, 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(3 * width, Buffer.from(colour))]);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

export const sha1 = (content: Uint8Array) => createHash('sha1').update(content).digest('hex');

export const base64 = (content: Uint8Array) => Buffer.from(content).toString('base64');

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** PNG, third edition, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
