import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { KeyValueStore, SecretStore } from '../../src/storage/accountStore.ts';

/** What the editor keeps for all windows, values and secrets alike: a file that survives kill -9. */
export class FileValues implements KeyValueStore, SecretStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get(key: string): never {
    return this.#read()[key] as never;
  }

  update(key: string, value: unknown): Promise<void> {
    const all = { ...this.#read(), [key]: value };
    const next = `${this.#file}.${process.pid}`;
    writeFileSync(next, JSON.stringify(all));
    renameSync(next, this.#file);
    return Promise.resolve();
  }

  store(key: string, value: string): Promise<void> {
    return this.update(key, value);
  }

  delete(key: string): Promise<void> {
    return this.update(key, undefined);
  }

  #read(): Readonly<Record<string, unknown>> {
    if (!existsSync(this.#file)) return {};
    return JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, unknown>;
  }
}
