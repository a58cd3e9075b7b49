import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SerialQueue } from '../base/serialQueue.ts';
import type { AvatarStore } from '../model/avatars/avatarStore.ts';

/** Maximum size of all pictures of an account, in bytes. */
const MAX_BYTES = 32 * 1024 * 1024;
/** As hashes come from others, only these are names of files. */
const HASH = /^[0-9a-f]{40}$/u;

/** A stored picture. */
interface Stored {
  readonly bytes: number;
  /** When it was last stored or read, in ms since 1970. */
  readonly used: number;
}

/** Avatars as files, which only the user can read, in a folder for each account. */
export class AvatarFiles implements AvatarStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  /** What is stored of each account, by hash, once it was looked at. */
  readonly #stored = new Map<string, Map<string, Stored>>();
  /** Writes are one after the other, so that none survives the removal of its account. */
  readonly #queue = new SerialQueue();

  constructor(folder: string, maxBytes = MAX_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async read(account: string, hash: string): Promise<Uint8Array | undefined> {
    if (!HASH.test(hash)) return undefined;
    const file = this.#file(account, hash);
    try {
      const content = new Uint8Array(await readFile(file));
      // What is used stays longest.
      const now = new Date();
      await utimes(file, now, now);
      this.#stored.get(account)?.set(hash, { bytes: content.length, used: now.getTime() });
      return content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(account: string, hash: string, content: Uint8Array): Promise<void> {
    return this.#queue.run(async () => {
      if (!HASH.test(hash)) throw new Error('not a hash');
      const stored = await this.#list(account);
      const file = this.#file(account, hash);
      await writeFile(`${file}.part`, content, { mode: 0o600 });
      await rename(`${file}.part`, file);
      stored.set(hash, { bytes: content.length, used: Date.now() });
      await this.#dropOldest(account, stored);
    });
  }

  pathOf(account: string, hash: string): string | undefined {
    return HASH.test(hash) ? this.#file(account, hash) : undefined;
  }

  remove(account: string): Promise<void> {
    return this.#queue.run(async () => {
      this.#stored.delete(account);
      await rm(this.#folderOf(account), { recursive: true, force: true });
    });
  }

  async #list(account: string): Promise<Map<string, Stored>> {
    const known = this.#stored.get(account);
    if (known) return known;
    const folder = this.#folderOf(account);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const stored = new Map<string, Stored>();
    for (const name of await readdir(folder)) {
      const { size: bytes, mtimeMs: used } = await stat(path.join(folder, name));
      if (HASH.test(name)) stored.set(name, { bytes, used });
      // The leftover of an interrupted write.
      else await rm(path.join(folder, name), { force: true, recursive: true });
    }
    this.#stored.set(account, stored);
    return stored;
  }

  async #dropOldest(account: string, stored: Map<string, Stored>): Promise<void> {
    let bytes = [...stored.values()].reduce((sum, one) => sum + one.bytes, 0);
    if (bytes <= this.#maxBytes) return;
    for (const [hash, one] of [...stored].sort(([, a], [, b]) => a.used - b.used)) {
      if (bytes <= this.#maxBytes) return;
      await rm(this.#file(account, hash), { force: true });
      stored.delete(hash);
      bytes -= one.bytes;
    }
  }

  #file(account: string, hash: string): string {
    return path.join(this.#folderOf(account), hash);
  }

  /** The address is no name of a folder: it may have characters that no name may have. */
  #folderOf(account: string): string {
    return path.join(this.#folder, createHash('sha256').update(account).digest('hex'));
  }
}
