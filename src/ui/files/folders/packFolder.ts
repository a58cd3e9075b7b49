import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestError } from '../../../api/channel.ts';
import { userError } from '../../../base/userError.ts';
import { handleFile, type LocalFile } from '../localFile.ts';
import { looksSecret, SEARCHED_BYTES } from '../secretFiles.ts';
import type { ListedFile } from './listFolder.ts';
import { writeZip, type ZipEntry } from './zipArchive.ts';

const PIECE_BYTES = 256 * 1024;

interface Packing {
  /** Of the folder. */
  readonly name: string;
  readonly files: readonly ListedFile[];
  /** Opens one of them. @throws RequestError */
  readonly open: (file: ListedFile) => Promise<LocalFile>;
  /** What is packed in place of a file that was opened, which it closes then. @throws RequestError */
  readonly clean: (file: LocalFile) => Promise<LocalFile>;
  /** Called after each file. */
  readonly onPacked: (file: ListedFile) => void;
  readonly isCancelled: () => boolean;
}

/**
 * Packs the files of a folder into a ZIP archive, which is in the folder for temporary files until it
 * is closed, for its owner alone: the archive is never in memory, and has a size before it is sent.
 * @returns the archive; `undefined` if the user gave up
 * @throws RequestError if a file cannot be read or the archive not be written
 */
export async function packFolder(packing: Packing): Promise<LocalFile | undefined> {
  const place = path.join(tmpdir(), `parley-${randomUUID()}.zip`);
  const name = `${packing.name}.zip`;
  let handle: FileHandle | undefined;
  const discard = async () => {
    await handle?.close().catch(() => undefined);
    await rm(place, { force: true }).catch(() => undefined);
  };
  const secrets: string[] = [];
  try {
    handle = await open(place, 'wx+', 0o600);
    // Where a name can be removed from an open file, nothing is left if this process is killed.
    await rm(place, { force: true }).catch(() => undefined);
    const size = await writeZip(handle, entries(packing, secrets));
    return { ...handleFile(name, '', handle, size, 'application/zip'), secrets, close: discard };
  } catch (error) {
    await discard();
    if (packing.isCancelled()) return undefined;
    if (error instanceof RequestError) throw error;
    throw new RequestError(userError('folder.not-packed', { name: packing.name }));
  }
}

/** @param secrets gets the paths of those that look like secrets */
async function* entries(packing: Packing, secrets: string[]): AsyncIterable<ZipEntry> {
  for (const listed of packing.files) {
    let file = await packing.open(listed);
    try {
      file = await packing.clean(file);
      const beginning = await file.read(0, Math.min(SEARCHED_BYTES, file.size));
      if (looksSecret(file.name, beginning, file.path)) secrets.push(listed.path);
      yield {
        path: `${packing.name}/${listed.path}`,
        modified: listed.modified,
        content: pieces(file, packing.isCancelled),
      };
    } finally {
      await file.close();
    }
    packing.onPacked(listed);
  }
}

async function* pieces(file: LocalFile, isCancelled: () => boolean): AsyncIterable<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    if (isCancelled()) throw new RequestError(userError('cancelled'));
    yield await file.read(at, Math.min(PIECE_BYTES, file.size - at));
  }
}
