import type { Clock } from '../../base/clock.ts';
import { ProgramSearch } from '../../base/programs.ts';
import { Failure, failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSink } from '../../xmpp/files/fileSink.ts';
import { downloadOf, type HttpDownload, type RemoteFile } from '../../xmpp/files/httpDownload.ts';
import type { Chat } from '../chats/chat.ts';
import { explain } from '../explain.ts';
import type { FileInProgress, FileStore, FileTarget } from './fileStore.ts';
import { Speed } from './speed.ts';

/** How long each further try waits after a cut, in ms. */
const RETRY_AFTER_MS = [1000, 2000, 4000, 8000];
/** The failures after which it can go on with what it has. */
const GOES_ON = ['offline', 'timeout', 'program'];

export interface DownloadDeps {
  readonly files: FileStore;
  readonly clock: Clock;
  /** Extra certificate authorities the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
  /** State or progress have changed. */
  readonly changed: () => void;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** A file of a message. */
export interface SavedFile {
  /** The id of its transfer, and that of the message. */
  readonly id: string;
  readonly message: string;
}

export interface SaveOptions {
  readonly target: FileTarget;
  /** Whether the user agreed to save a program. */
  readonly mayBeProgram: boolean;
  /** Maximum size, in bytes. */
  readonly most: number;
}

/** What is open of a file on its way to its target. */
interface Part {
  readonly target: FileTarget;
  readonly file: FileInProgress;
  readonly http: HttpDownload;
  readonly search: ProgramSearch;
}

/** A file of a message on its way from a server to the disk. */
export class FileDownload {
  readonly chat: Chat;
  readonly id: string;
  /** The message that announces it. */
  readonly message: string;
  readonly name: string;
  readonly #announced: RemoteFile;
  readonly #deps: DownloadDeps;
  #abort = new AbortController();
  #state: 'running' | 'done' | 'cancelled' | 'failed' = 'running';
  #error: UserError | undefined;
  #path: string | undefined;
  #part: Part | undefined;
  #size: number | undefined;
  #received = 0;
  #isWaiting = false;
  #speed: { readonly since: number; readonly of: Speed } | undefined;

  constructor(
    chat: Chat,
    { id, message }: SavedFile,
    file: RemoteFile & { name: string },
    deps: DownloadDeps,
  ) {
    this.chat = chat;
    this.id = id;
    this.message = message;
    this.name = file.name;
    this.#announced = file;
    this.#size = file.size;
    this.#deps = deps;
  }

  get state(): 'running' | 'done' | 'cancelled' | 'failed' {
    return this.#state;
  }

  get error(): UserError | undefined {
    return this.#error;
  }

  /** Where it was saved. */
  get path(): string | undefined {
    return this.#path;
  }

  /** In bytes; `undefined` until it is known. */
  get size(): number | undefined {
    return this.#size;
  }

  /** In bytes. */
  get received(): number {
    return this.#received;
  }

  /** Whether it was cut, and waits for another try. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  get bytesPerSecond(): number | undefined {
    return this.#isWaiting ? undefined : this.#speed?.of.bytesPerSecond;
  }

  /** Whether it holds a part of the file, and can go on. */
  get holdsPart(): boolean {
    return this.#part !== undefined;
  }

  /**
   * Saves the file; after a failure it can be called again, and goes on with what there is.
   * @returns its path
   * @throws Failure
   */
  async save(options: SaveOptions): Promise<string> {
    this.#abort = new AbortController();
    this.#error = undefined;
    this.#change('running');
    try {
      this.#path = await this.#save(options);
      this.#change('done');
      return this.#path;
    } catch (error) {
      const why = explain(error, userError('task.fetch-file', { name: this.name }));
      const isStopped = this.#abort.signal.aborted;
      if (isStopped || !GOES_ON.includes(why.code)) await this.#discard();
      if (!isStopped) this.#error = why.userError;
      this.#change(isStopped ? 'cancelled' : 'failed');
      throw why;
    }
  }

  /** Cancels it, or gives up what was received before it failed; harmless once it is saved. */
  async stop(): Promise<void> {
    this.#abort.abort();
    if (this.#state !== 'failed') return;
    await this.#discard();
    this.#change('cancelled');
  }

  async #save({ target, mayBeProgram, most }: SaveOptions): Promise<string> {
    const { target: former, file: kept } = this.#part ?? {};
    if (kept && (former?.path !== target.path || !(await kept.exists()))) await this.#discard();
    this.#part ??= await this.#begin(target);
    const { file, http, search } = this.#part;
    try {
      await http.run({
        trustedCa: this.#deps.trustedCa(),
        clock: this.#deps.clock,
        signal: this.#abort.signal,
        maxBytes: most,
        retryAfterMs: RETRY_AFTER_MS,
        onCut: () => {
          this.#isWaiting = true;
          this.#deps.changed();
        },
        onProgress: (received) => {
          this.#progress(received, http);
        },
      });
    } catch (error) {
      const isTooLarge = error instanceof Failure && error.code === 'too-large';
      throw isTooLarge ? failure('too-large.to-save', { most: { bytes: most } }) : error;
    }
    if (!mayBeProgram && search.isProgram) throw failure('program', { name: this.name });
    const path = await file.finish();
    this.#part = undefined;
    return path;
  }

  async #begin(target: FileTarget): Promise<Part> {
    const file = await this.#deps.files.create(target, this.#announced.size);
    let search = new ProgramSearch();
    const sink: FileSink = {
      write: (piece) => {
        search.update(piece);
        return file.write(piece);
      },
      restart: () => {
        search = new ProgramSearch();
        return file.restart();
      },
      end: () => Promise.resolve(),
    };
    const http = downloadOf(this.#announced, sink);
    return {
      ...{ target, file, http },
      get search() {
        return search;
      },
    };
  }

  #progress(received: number, { size }: HttpDownload): void {
    const { clock, changed } = this.#deps;
    // What it had before says nothing about the speed of now.
    const isAnew = this.#isWaiting || received < (this.#speed?.since ?? 0);
    if (!this.#speed || isAnew) this.#speed = { since: received, of: new Speed(clock) };
    this.#speed.of.reach(received - this.#speed.since);
    this.#isWaiting = false;
    this.#received = received;
    this.#size = size;
    changed();
  }

  async #discard(): Promise<void> {
    const part = this.#part;
    this.#part = undefined;
    this.#received = 0;
    await part?.file.discard().catch((error: unknown) => {
      this.#deps.report('removing a part of a file', error);
    });
  }

  #change(state: FileDownload['state']): void {
    this.#state = state;
    this.#isWaiting = false;
    this.#speed = undefined;
    this.#deps.changed();
  }
}
