import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TextStore } from './resumeStates.ts';

/** Stores texts as files of a dedicated folder that only the user can read. */
export class TextFiles implements TextStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.#file(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const part = `${this.#file(name)}.part`;
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, this.#file(name));
  }

  async delete(name: string): Promise<void> {
    await rm(this.#file(name), { force: true });
    // The leftover of an interrupted write.
    await rm(`${this.#file(name)}.part`, { force: true });
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}
