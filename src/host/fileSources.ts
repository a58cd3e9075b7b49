import { randomUUID } from 'node:crypto';
import type { Change } from '../api/topics.ts';
import type { PieceView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import { Failure, failure, type UserError } from '../base/userError.ts';

/** How long a window may take to read a piece, in ms: also from a slow disk that was asleep. */
const READ_MS = 30_000;

/** A file whose content a window has, as the model reads it. */
interface WindowFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly thumbnail?: string;
  readonly modified?: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A piece that a window was asked for. */
interface Wanted {
  readonly length: number;
  readonly resolve: (content: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

interface Offered {
  readonly listener: (change: Change<PieceView>) => void;
  readonly wanted: Map<string, Wanted>;
}

/**
 * The files that windows offer: their content stays there, and is read in pieces. A file is
 * forgotten when its window is closed.
 */
export class FileSources {
  readonly #clock: Clock;
  readonly #offered = new Map<string, Offered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Knows a window's file until disposed, and reports to the listener which pieces are wanted.
   * @throws Failure `bad-request` if one is offered by this name
   */
  offer(source: string, listener: (change: Change<PieceView>) => void): Disposable {
    if (this.#offered.has(source)) throw failure('bad-request');
    const offered: Offered = { listener, wanted: new Map() };
    this.#offered.set(source, offered);
    listener({ kind: 'snapshot', items: [] });
    return onDispose(() => {
      this.#offered.delete(source);
      for (const { reject } of offered.wanted.values()) reject(new Withdrawn());
    });
  }

  /** The file that is offered as `source`; reading it fails once it is not any more. */
  open(source: string, { name, size, mediaType, modified }: Omit<WindowFile, 'read'>): WindowFile {
    const read = (offset: number, length: number) =>
      this.#read(source, offset, length).catch((error: unknown) => {
        throw error instanceof Withdrawn ? failure('no-file.forgotten', { name }) : error;
      });
    return { name, size, mediaType, ...(modified !== undefined && { modified }), read };
  }

  /** Takes a piece that is wanted; others have no effect, as that of a transfer that has ended. */
  give(source: string, piece: string, content: Uint8Array): void {
    const wanted = this.#take(source, piece);
    if (content.length === wanted?.length) wanted.resolve(content);
    else wanted?.reject(failure('bad-request'));
  }

  /** The window cannot read a piece. */
  fail(source: string, piece: string, error: UserError): void {
    this.#take(source, piece)?.reject(new Failure(error));
  }

  #take(source: string, piece: string): Wanted | undefined {
    const { wanted } = this.#offered.get(source) ?? {};
    const found = wanted?.get(piece);
    wanted?.delete(piece);
    return found;
  }

  async #read(source: string, offset: number, length: number): Promise<Uint8Array> {
    const offered = this.#offered.get(source);
    if (!offered) throw new Withdrawn();
    const id = randomUUID();
    let late: Disposable | undefined;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        late = this.#clock.after(READ_MS, () => {
          reject(failure('unreadable.slow'));
        });
        offered.wanted.set(id, { length, resolve, reject });
        offered.listener({ kind: 'upsert', items: [{ id, offset, length }] });
      });
    } finally {
      late?.dispose();
      offered.wanted.delete(id);
    }
  }
}

/** The file is not offered any more. */
class Withdrawn extends Error {}
