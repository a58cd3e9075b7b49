import { damaged } from '../transferError.ts';
import { type FileHash, Hashing } from '../xep/0300-hashes.ts';
import { Decryption, type EncryptedSource } from '../xep/0454-mediaSharing.ts';

/** Takes the content of a file in pieces, in order. */
export interface FileSink {
  /** Takes the next piece; resolves once another one may come. */
  write(piece: Uint8Array): Promise<void>;
  /** Drops all that was written: the content comes from its beginning again. */
  restart(): Promise<void>;
  /** All was written. @throws TransferError `damaged` if it is not what was announced */
  end(): Promise<void>;
}

/** Passes content on, and compares it with its hashes at the end (XEP-0300). */
export class HashCheck implements FileSink {
  readonly #next: FileSink;
  readonly #hashes: readonly FileHash[];
  #hashing: Hashing;

  constructor(next: FileSink, hashes: readonly FileHash[]) {
    this.#next = next;
    this.#hashes = hashes;
    this.#hashing = this.#begin();
  }

  async write(piece: Uint8Array): Promise<void> {
    this.#hashing.update(piece);
    await this.#next.write(piece);
  }

  async restart(): Promise<void> {
    this.#hashing = this.#begin();
    await this.#next.restart();
  }

  async end(): Promise<void> {
    const key = ({ algorithm, value }: FileHash) => `${algorithm} ${value}`;
    const proofs = new Set(this.#hashing.digest().map(key));
    if (!this.#hashes.every((hash) => proofs.has(key(hash)))) throw damaged();
    await this.#next.end();
  }

  #begin(): Hashing {
    return new Hashing(this.#hashes.map(({ algorithm }) => algorithm));
  }
}

/** Passes content on decrypted (XEP-0454); it is authentic only once `end` has resolved. */
export class DecryptingSink implements FileSink {
  readonly #next: FileSink;
  readonly #source: EncryptedSource;
  #decryption: Decryption;

  constructor(next: FileSink, source: EncryptedSource) {
    this.#next = next;
    this.#source = source;
    this.#decryption = new Decryption(source);
  }

  async write(piece: Uint8Array): Promise<void> {
    for (const plain of this.#decryption.update(piece)) await this.#next.write(plain);
  }

  async restart(): Promise<void> {
    this.#decryption = new Decryption(this.#source);
    await this.#next.restart();
  }

  async end(): Promise<void> {
    this.#decryption.final();
    await this.#next.end();
  }
}

/** Holds content in memory. */
export class MemorySink implements FileSink {
  #pieces: Uint8Array[] = [];

  get content(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }

  write(piece: Uint8Array): Promise<void> {
    this.#pieces.push(piece);
    return Promise.resolve();
  }

  restart(): Promise<void> {
    this.#pieces = [];
    return Promise.resolve();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
