import type { AvailableFile, OwnContent } from '../history.ts';

/** A file that is uploaded, and waits for the others. */
interface Ready {
  readonly file: AvailableFile;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Files that one message announces (XEP-0447 §4.2), once each of them has been uploaded or has ended
 * otherwise: what fails holds up nothing else, and is announced by itself when it is sent after all.
 */
export class Bundle {
  /** The places of files that have not ended. */
  readonly #open: Set<number>;
  readonly #ready = new Map<number, Ready>();
  readonly #announce: (content: OwnContent) => Promise<unknown>;
  /** Empty once it was sent. */
  #caption: string;

  /**
   * @param count the number of files
   * @param caption what the message says besides; may be empty
   */
  constructor(count: number, caption: string, announce: (content: OwnContent) => Promise<unknown>) {
    this.#open = new Set(Array.from({ length: count }, (_, index) => index));
    this.#caption = caption;
    this.#announce = announce;
  }

  /**
   * The file at this place is uploaded. Resolves once it is announced.
   * @throws the signal's reason if it is cancelled before, or why the message cannot be queued
   */
  add(place: number, file: AvailableFile, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ready.set(place, { file, resolve, reject });
      signal.addEventListener('abort', () => {
        if (this.#ready.delete(place)) reject(signal.reason as Error);
      });
      this.end(place);
    });
  }

  /** The file at this place has ended; does nothing if it has already. */
  end(place: number): void {
    this.#open.delete(place);
    if (this.#open.size === 0 && this.#ready.size > 0) void this.#send();
  }

  /** The file at this place is tried again. */
  reopen(place: number): void {
    this.#open.add(place);
  }

  async #send(): Promise<void> {
    const caption = this.#caption;
    const ready = [...this.#ready].toSorted(([a], [b]) => a - b).map(([, one]) => one);
    this.#caption = '';
    this.#ready.clear();
    try {
      await this.#announce(
        contentOf(
          ready.map(({ file }) => file),
          caption,
        ),
      );
    } catch (error) {
      this.#caption = caption;
      for (const { reject } of ready) reject(error);
    }
    for (const { resolve } of ready) resolve();
  }
}

/** Without a caption, the message of one file says its address (XEP-0066 §4). */
function contentOf([file, ...moreFiles]: readonly AvailableFile[], caption: string): OwnContent {
  const isAlone = file && caption === '' && moreFiles.length === 0;
  return {
    body: isAlone ? file.url : caption,
    ...(file && { file }),
    ...(moreFiles.length > 0 && { moreFiles }),
  };
}
