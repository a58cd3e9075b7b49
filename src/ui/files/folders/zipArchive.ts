import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Where an archive is written: a file open for writing. */
export interface ZipTarget {
  write(
    content: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
}

/** A file to be packed. */
export interface ZipEntry {
  /** With `/` between its segments. */
  readonly path: string;
  readonly modified: Date;
  /** Its content, in pieces. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** What both headers of an entry say, in bytes where it is a size. */
interface Packed {
  readonly name: Buffer;
  readonly time: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/** Most entries and bytes of an archive without the extensions for larger ones (ZIP64). */
const MAX_ENTRIES = 0xffff;
const MAX_ZIP_BYTES = 0xffffffff;

/** By the sections of PKWARE's APPNOTE 6.3.10: signatures of §4.3.7, §4.3.12 and §4.3.16. */
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const LOCAL_HEADER_SIZE = 30;
const CENTRAL_HEADER_SIZE = 46;
const END_SIZE = 22;
/** Deflate, §4.4.5, and what it takes to read it, §4.4.3. */
const DEFLATED = 8;
const VERSION = 20;
/** Names are UTF-8, §4.4.4. */
const UTF8 = 0x800;
/** Made on Unix, §4.4.2; a file that its owner may write and all may read. */
const UNIX = 0x0300;
const MODE = 0o100_644;

/**
 * Writes a ZIP archive, compressed, into a file opened for writing, with one piece in memory at a time.
 * An entry's header is written after its content, in the place kept for it: it has the sizes, so
 * that whatever reads it needs no look-ahead.
 * @returns its size in bytes
 * @throws whatever reading a content or writing throws; `RangeError` above {@link MAX_ZIP_BYTES}
 */
export async function writeZip(file: ZipTarget, entries: AsyncIterable<ZipEntry>): Promise<number> {
  const packed: Packed[] = [];
  let end = 0;
  for await (const entry of entries) {
    const one = await writeEntry(file, entry, end);
    packed.push(one);
    end = one.offset + LOCAL_HEADER_SIZE + one.name.length + one.packedSize;
  }
  const directory = Buffer.concat([...packed.map(centralHeader)]);
  if (packed.length > MAX_ENTRIES || end + directory.length > MAX_ZIP_BYTES) throw new RangeError();
  const tail = Buffer.alloc(END_SIZE);
  tail.writeUInt32LE(END, 0);
  tail.writeUInt16LE(packed.length, 8);
  tail.writeUInt16LE(packed.length, 10);
  tail.writeUInt32LE(directory.length, 12);
  tail.writeUInt32LE(end, 16);
  await write(file, Buffer.concat([directory, tail]), end);
  return end + directory.length + END_SIZE;
}

async function writeEntry(file: ZipTarget, entry: ZipEntry, offset: number): Promise<Packed> {
  const name = Buffer.from(entryName(entry.path));
  const start = offset + LOCAL_HEADER_SIZE + name.length;
  let [crc, size, at] = [0, 0, start];
  const counted = async function* () {
    for await (const piece of entry.content) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
  };
  const writing = new Writable({
    write: (piece: Buffer, _, done) => {
      const position = at;
      at += piece.length;
      if (at > MAX_ZIP_BYTES || size > MAX_ZIP_BYTES) done(new RangeError());
      else
        write(file, piece, position).then(() => {
          done();
        }, done);
    },
  });
  await pipeline(Readable.from(counted(), { objectMode: false }), createDeflateRaw(), writing);
  const one = { name, time: dosTime(entry.modified), crc, packedSize: at - start, size, offset };
  await write(file, localHeader(one), offset);
  return one;
}

/** A name that is a path below the archive on every system: some take `\` for a slash. */
function entryName(path: string): string {
  return path.replaceAll(/[\\\p{Cc}]/gu, '_');
}

function localHeader(entry: Packed): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_SIZE);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  writeFacts(header, entry, 4);
  return Buffer.concat([header, entry.name]);
}

function centralHeader(entry: Packed): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER_SIZE);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(UNIX | VERSION, 4);
  writeFacts(header, entry, 6);
  header.writeUInt32LE(MODE * 0x10000, 38);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, entry.name]);
}

/** What both headers have in common, from the version needed to the length of the name. */
function writeFacts(header: Buffer, { name, time, crc, packedSize, size }: Packed, at: number) {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(UTF8, at + 2);
  header.writeUInt16LE(DEFLATED, at + 4);
  header.writeUInt32LE(time, at + 6);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packedSize, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

/** Date and time of MS-DOS (§4.4.6), in UTC: the archive does not tell where it was made. */
function dosTime(time: Date): number {
  const year = Math.min(Math.max(time.getUTCFullYear(), 1980), 2107) - 1980;
  const date = (year << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const seconds = time.getUTCSeconds() >> 1;
  return date * 0x10000 + ((time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | seconds);
}

async function write(file: ZipTarget, content: Buffer, position: number): Promise<void> {
  for (let done = 0; done < content.length;) {
    const { bytesWritten } = await file.write(
      content,
      done,
      content.length - done,
      position + done,
    );
    done += bytesWritten;
  }
}
