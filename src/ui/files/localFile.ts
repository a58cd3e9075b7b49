import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';

/** A file to be sent, open for reading. */
export interface LocalFile {
  readonly name: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** Its path; empty if unknown. */
  readonly path: string;
  /** A small picture of it, as a `data:` URL. */
  readonly thumbnail?: string;
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
  /** How many bytes of it are in memory until it is closed. */
  readonly heldBytes: number;
  /** Of an archive: the files in it that look like secrets; it was searched when it was made. */
  readonly secrets?: readonly string[];
  /** Reads exactly `length` bytes. @throws RequestError also if it changed meanwhile */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** To be called once, when it is not read any more. */
  close(): Promise<void>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  webp: 'image/webp',
  zip: 'application/zip',
};
export const TEXT = 'text/plain';
const BINARY = 'application/octet-stream';
/** Size of the sample that decides whether a file is text, in bytes. */
const SAMPLE_BYTES = 4096;

/** A file whose content is in memory. @param otherwise its media type, if its name does not tell */
export function memoryFile(
  name: string,
  content: Uint8Array,
  { path = '', otherwise = guess(content) }: { path?: string; otherwise?: string } = {},
): LocalFile {
  return {
    ...{ name, path, size: content.byteLength, heldBytes: content.byteLength },
    mediaType: mediaTypeOf(name, otherwise),
    read: (offset, length) => Promise.resolve(content.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

/**
 * Opens a file on this machine; it is read in pieces, all of them through the one handle, so that
 * it cannot be exchanged meanwhile.
 * @param follows whether a link is read as what it leads to; else it cannot be read
 * @throws RequestError if it cannot be read, or is no file
 */
export async function openLocal(name: string, path: string, follows = true): Promise<LocalFile> {
  // Without the first, opening a named pipe would wait for a writer.
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  const flags = O_RDONLY | ifAny(O_NONBLOCK) | (follows ? 0 : ifAny(O_NOFOLLOW));
  const handle = await open(path, flags).catch(() => undefined);
  const stats = await handle?.stat().catch(() => undefined);
  const sample = stats?.isFile() === true && (await sampleOf(handle));
  if (!handle || !stats || !sample) {
    await handle?.close();
    throw new RequestError(userError('unreadable', { name }));
  }
  const { size, mtimeMs } = stats;
  const file = handleFile(name, path, handle, size, mediaTypeOf(name, guess(sample)));
  return mtimeMs < 0 ? file : { ...file, modified: Math.trunc(mtimeMs) };
}

/** A flag that Windows does not have. */
function ifAny(flag: number | undefined): number {
  return flag ?? 0;
}

/** A file that is read through this handle, and of this size as long as it is read. */
export function handleFile(
  name: string,
  path: string,
  handle: FileHandle,
  size: number,
  mediaType: string,
): LocalFile {
  return {
    ...{ name, path, size, mediaType, heldBytes: 0 },
    async read(offset, length) {
      const piece = Buffer.allocUnsafe(length);
      const bytesRead = await fill(handle, piece, offset).catch(() => undefined);
      if (bytesRead === undefined) throw new RequestError(userError('unreadable', { name }));
      const isLast = offset + length === size;
      if (bytesRead === length && (!isLast || (await handle.stat()).size === size)) return piece;
      throw new RequestError(userError('unreadable.changed', { name }));
    },
    close: () => handle.close(),
  };
}

/** @returns the number of bytes; less than the piece takes only at the end of the file */
async function fill(handle: FileHandle, piece: Uint8Array, offset: number): Promise<number> {
  let filled = 0;
  while (filled < piece.length) {
    const { bytesRead } = await handle.read(piece, filled, piece.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

async function sampleOf(handle: FileHandle | undefined): Promise<Uint8Array | undefined> {
  const sample = new Uint8Array(SAMPLE_BYTES);
  const filled = await (handle && fill(handle, sample, 0).catch(() => undefined));
  return filled === undefined ? undefined : sample.subarray(0, filled);
}

function guess(content: Uint8Array): string {
  return content.subarray(0, SAMPLE_BYTES).includes(0) ? BINARY : TEXT;
}

function mediaTypeOf(name: string, otherwise: string): string {
  const extension = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return MEDIA_TYPES[extension.toLowerCase()] ?? otherwise;
}
