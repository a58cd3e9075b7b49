import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { nameIsTaken } from '../base/newFile.ts';
import { notSaved } from '../base/notSaved.ts';
import { PartFile } from '../base/partFile.ts';
import { Failure, failure } from '../base/userError.ts';
import type { FileInProgress, FileStore, FileTarget } from '../model/files/fileStore.ts';

/** Maximum number of names tried for a file. */
const MAX_TRIES = 1000;

/** Writes received files to disk; each gets its name only when it is whole. */
export class DiskFiles implements FileStore {
  readonly #folder: () => Promise<string>;

  /** @param folder that for files accepted without asking */
  constructor(folder: () => Promise<string>) {
    this.#folder = folder;
  }

  async download(name: string): Promise<FileTarget> {
    return { path: path.join(await this.#folder(), name), replace: false };
  }

  async create(
    { path: target, replace }: FileTarget,
    size = 0,
    content?: string,
  ): Promise<FileInProgress> {
    const name = path.basename(target);
    const explaining = async <T>(work: Promise<T>): Promise<T> =>
      work.catch((error: unknown) => {
        throw error instanceof Failure ? error : new Failure(notSaved(name, error));
      });
    const part = await explaining(PartFile.create(target, { replace, content }));
    const { left } = part;
    try {
      await explaining(checkRoom(name, path.dirname(target), size - left));
    } catch (error) {
      await (left > 0 ? part.leave() : part.discard());
      throw error;
    }
    return {
      left,
      write: (piece) => explaining(part.write(piece)),
      exists: () => explaining(part.exists()),
      read: () => part.read(),
      restart: () => explaining(part.restart()),
      leave: () => part.leave(),
      finish: () =>
        explaining(replace ? part.finish().then(() => target) : finishFree(part, target)),
      discard: () => part.discard(),
    };
  }
}

/** A file too large for the disk fails at once, not after hours. */
async function checkRoom(name: string, folder: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < size) throw failure('not-saved.full', { name });
}

/** Names it as wished, or with a number if that name is taken. @returns its path */
async function finishFree(part: PartFile, wished: string): Promise<string> {
  const { dir, name, ext } = path.parse(wished);
  for (let count = 1; ; count++) {
    const free = count === 1 ? wished : path.join(dir, `${name} (${count})${ext}`);
    try {
      await part.finish(free);
      return free;
    } catch (error) {
      if (count === MAX_TRIES || !(await nameIsTaken(free))) throw error;
    }
  }
}
