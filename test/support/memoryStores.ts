import { Readable } from 'node:stream';
import type { KeyValueStore, SecretStore } from '../../src/storage/accountStore.ts';
import type { AvatarStore } from '../../src/model/avatars/avatarStore.ts';
import type { FileInProgress, FileStore, FileTarget } from '../../src/model/files/fileStore.ts';
import type { TextStore } from '../../src/storage/resumeStates.ts';

/** A key-value store in memory, as the editor's `Memento` is on disk. */
export class MemoryValues implements KeyValueStore {
  readonly all = new Map<string, unknown>();

  get(key: string): unknown {
    return this.all.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    // As on disk, what is kept later is no longer the caller's object.
    if (value === undefined) this.all.delete(key);
    else this.all.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

/** A secret store in memory. */
export class MemorySecrets implements SecretStore {
  readonly all = new Map<string, string>();

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.all.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.all.set(key, value);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.all.delete(key);
    return Promise.resolve();
  }
}

/** Small files in memory. */
export class MemoryTexts implements TextStore {
  readonly all = new Map<string, string>();

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.all.get(name));
  }

  write(name: string, text: string): Promise<void> {
    this.all.set(name, text);
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.all.delete(name);
    return Promise.resolve();
  }
}

/** Pictures of avatars in memory. */
export class MemoryAvatars implements AvatarStore {
  readonly all = new Map<string, Uint8Array>();

  read(account: string, hash: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.all.get(`${account} ${hash}`));
  }

  write(account: string, hash: string, content: Uint8Array): Promise<void> {
    this.all.set(`${account} ${hash}`, content);
    return Promise.resolve();
  }

  pathOf(account: string, hash: string): string {
    return `/avatars/${account}/${hash}`;
  }

  remove(account: string): Promise<void> {
    for (const key of this.all.keys()) if (key.startsWith(`${account} `)) this.all.delete(key);
    return Promise.resolve();
  }
}

/** Received files in memory; a name that is taken is taken over. */
export class MemoryFiles implements FileStore {
  readonly all = new Map<string, Buffer>();
  /** The number of those that were begun and neither finished nor discarded. */
  open = 0;
  /** What earlier runs have left, by what it is the beginning of. */
  readonly left = new Map<string, Uint8Array[]>();
  /** What the next write fails with. */
  failure: Error | undefined;
  /** What the next file fails with before it is begun. */
  refusal: Error | undefined;
  /** Whether somebody has removed those that were begun. */
  areLost = false;

  download(name: string): Promise<FileTarget> {
    return Promise.resolve({ path: `/downloads/${name}`, replace: false });
  }

  create({ path }: FileTarget, _size?: number, content = ''): Promise<FileInProgress> {
    if (this.refusal) return Promise.reject(this.refusal);
    const pieces = this.left.get(content) ?? [];
    this.left.delete(content);
    this.open += 1;
    const close = () => {
      if (this.open > 0) this.open -= 1;
      return Promise.resolve();
    };
    return Promise.resolve({
      left: Buffer.concat(pieces).length,
      write: (piece: Uint8Array) => {
        if (this.failure) return Promise.reject(this.failure);
        pieces.push(piece);
        return Promise.resolve();
      },
      exists: () => Promise.resolve(!this.areLost),
      read: () => Readable.from(pieces, { objectMode: true }),
      restart: () => {
        pieces.length = 0;
        return Promise.resolve();
      },
      finish: async () => {
        this.all.set(path, Buffer.concat(pieces));
        await close();
        return path;
      },
      leave: () => {
        this.left.set(content, pieces);
        return close();
      },
      discard: close,
    });
  }
}
