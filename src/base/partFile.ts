import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants;
/** Not derived from the name of the file, which may have the maximum length. */
const PART = /^\.parley-[0-9a-f-]{36}\.part$/u;
/** Age from which a part of another process belongs to no running transfer, in ms. */
const STALE_MS = 60 * 60 * 1000;
/** The parts of this process, which may wait for long until they go on. */
const own = new Set<string>();
/** In bytes. */
const PIECE = 256 * 1024;
/** The permissions that others than the owner may have. */
const OTHERS = 0o077;
/** What `link` fails with where there are no hard links. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * A file being written in pieces, for its owner alone (mode 0600): into a `.part` file beside it,
 * without following symbolic links. It gets its name once it is whole and on the disk.
 *
 * All methods throw the file system's error. {@link discard} must be called after one.
 */
export class PartFile {
  /** How much of it another process has left, in bytes. */
  readonly left: number;
  readonly #path: string;
  readonly #part: string;
  readonly #replace: boolean;
  readonly #file: FileHandle;
  #length: number;
  #isClosed = false;

  private constructor(
    path: string,
    replace: boolean,
    { part, file, left }: { part: string; file: FileHandle; left: number },
  ) {
    this.#path = path;
    this.#part = part;
    this.#replace = replace;
    this.#file = file;
    this.#length = left;
    this.left = left;
    own.add(part);
  }

  /**
   * Creates the part, and removes what a crash has left in this folder for long.
   * @param options.replace whether an existing file may be replaced; a link is replaced itself
   * @param options.content says what it will hold: what another process has left of the same goes on
   */
  static async create(path: string, { replace, content }: PartOptions): Promise<PartFile> {
    const folder = dirname(path);
    await removeStaleParts(folder).catch(() => undefined);
    const known = content === undefined ? undefined : join(folder, nameOf(idOf(path, content)));
    const opened =
      (known === undefined ? undefined : await openLeft(known)) ??
      (await createAt(join(folder, nameOf(randomUUID()))));
    return new PartFile(path, replace, opened);
  }

  /** Appends a piece; resolves once the file system has taken it. */
  async write(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.length;) {
      const rest = piece.length - at;
      at += (await this.#file.write(piece, at, rest, this.#length + at)).bytesWritten;
    }
    this.#length += piece.length;
  }

  /** Whether it is still there: others may have removed it while it waited. */
  async exists(): Promise<boolean> {
    return (await this.#file.stat()).nlink > 0;
  }

  /** Reads what was written, in pieces. */
  async *read(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < this.#length;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, this.#length - at));
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  /** Drops what was written: the content comes from its beginning again. */
  async restart(): Promise<void> {
    this.#length = 0;
    await this.#file.truncate();
  }

  /**
   * Gives the file its name, or another one in the same folder.
   * @throws EEXIST if it is taken, and must not be replaced: another one can be tried
   */
  async finish(path = this.#path): Promise<void> {
    if (!this.#isClosed) {
      await this.#file.sync();
      this.#isClosed = true;
      await this.#file.close();
    }
    if (this.#replace) await rename(this.#part, path);
    else await giveName(this.#part, path);
    own.delete(this.#part);
    // The file is there; a part that cannot be removed now is a stale one later.
    await rm(this.#part, { force: true }).catch(() => undefined);
  }

  /** Leaves what was written to another process, which has an hour to go on. */
  async leave(): Promise<void> {
    own.delete(this.#part);
    if (!this.#isClosed) await this.#file.close();
    this.#isClosed = true;
  }

  /** Removes the part; harmless after {@link finish}. */
  async discard(): Promise<void> {
    await this.leave();
    await rm(this.#part, { force: true });
  }
}

interface PartOptions {
  readonly replace: boolean;
  readonly content?: string | undefined;
}

function nameOf(id: string): string {
  return `.parley-${id}.part`;
}

/** An id as {@link randomUUID} makes them, the same for the same content at the same path. */
function idOf(path: string, content: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([path, content]))
    .digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/u, '$1-$2-$3-$4-$5');
}

async function createAt(part: string) {
  const file = await open(part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  return { part, file, left: 0 };
}

/**
 * Opens what another process of the user has left of a part, or creates it.
 * @returns `undefined` if the name is taken by anything else
 */
async function openLeft(part: string) {
  if (own.has(part)) return undefined;
  const created = await createAt(part).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return undefined;
  });
  if (created) return created;
  // Without the last, opening a named pipe would wait for a writer.
  const flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(part, flags).catch(() => undefined);
  const stats = await file?.stat();
  if (file && stats?.isFile() && stats.nlink === 1 && isOurs(stats)) {
    return { part, file, left: stats.size };
  }
  await file?.close();
  return undefined;
}

/** Whether no other user can have written it; on Windows, its folder decides that. */
function isOurs({ uid, mode }: Stats): boolean {
  const own = process.getuid?.();
  return own === undefined || (uid === own && (mode & OTHERS) === 0);
}

/** Removes parts of others without a write for an hour. */
async function removeStaleParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!PART.test(name) || own.has(path)) continue;
    const { mtimeMs } = await lstat(path);
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

/** A hard link never replaces an existing file; where there are none, the name is reserved first. */
async function giveName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await (await open(path, 'wx', 0o600)).close();
    await rename(part, path).catch(async (failure: unknown) => {
      await rm(path, { force: true });
      throw failure;
    });
  }
}
