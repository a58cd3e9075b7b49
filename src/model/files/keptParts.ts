import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { OfferedFile, ReceivedPart } from '../../xmpp/files/fileOffer.ts';
import type { Chat } from '../chats/chat.ts';
import type { FileInProgress, FileTarget } from './fileStore.ts';

/** Maximum number of parts kept, the newest. */
const MAX_KEPT = 5;
/** Retention of a part, in ms: shorter than the age at which the disk store removes stale parts. */
const KEPT_MS = 50 * 60 * 1000;

/** The beginning of an offered file whose transfer was cut. */
export interface KeptPart {
  /** That of its sender. */
  readonly chat: Chat;
  readonly offered: OfferedFile;
  readonly target: FileTarget;
  readonly file: FileInProgress;
  /** In bytes. */
  readonly length: number;
  /** Whether the next run can go on with it. */
  readonly outlives: boolean;
}

/** Keeps what was received before a cut, until the same file is offered again in this run. */
export class KeptParts {
  readonly #clock: Clock;
  readonly #discard: (file: FileInProgress) => Promise<void>;
  readonly #parts = new Map<KeptPart, Disposable>();

  /** @param discard never rejects */
  constructor(clock: Clock, discard: (file: FileInProgress) => Promise<void>) {
    this.#clock = clock;
    this.#discard = discard;
  }

  keep(part: KeptPart): void {
    const expiry = this.#clock.after(KEPT_MS, () => {
      this.#drop(part);
    });
    this.#parts.set(part, expiry);
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > MAX_KEPT && oldest) this.#drop(oldest);
  }

  /** Hands over the part of this file of this sender, for the same target (XEP-0234 §6.4). */
  take(chat: Chat, offered: OfferedFile, target: FileTarget): KeptPart | undefined {
    for (const [part, expiry] of this.#parts) {
      if (part.chat !== chat || !isSameFile(part.offered, offered)) continue;
      if (part.target.path !== target.path || part.target.replace !== target.replace) continue;
      this.#parts.delete(part);
      expiry.dispose();
      return part;
    }
    return undefined;
  }

  /** The process ends: leaves to the next one what it can go on with. */
  suspend(): void {
    for (const [part, expiry] of this.#parts) {
      if (!part.outlives) continue;
      expiry.dispose();
      this.#parts.delete(part);
      part.file.leave().catch(() => undefined);
    }
  }

  dispose(): void {
    for (const part of this.#parts.keys()) this.#drop(part);
  }

  #drop(part: KeptPart): void {
    this.#parts.get(part)?.dispose();
    this.#parts.delete(part);
    void this.#discard(part.file);
  }
}

/** What an offer takes over of a part. */
export function receivedPart({ file, length }: Pick<KeptPart, 'file' | 'length'>): ReceivedPart {
  return { length, read: () => file.read() };
}

/** Whether its sender identifies a version of a file: by its size, and by a date or a hash. */
export function hasVersion({ size, modified, hashes }: OfferedFile): boolean {
  return size !== undefined && (modified !== undefined || hashes.length > 0);
}

/** Identifies this version of a file of this sender, in this and other runs. */
export function contentId({ key }: Chat, { size, modified, hashes }: OfferedFile): string {
  return JSON.stringify([key, size, modified, hashesOf({ hashes })]);
}

/** Whether both are the same version of a file, by all that their sender says. */
function isSameFile(a: OfferedFile, b: OfferedFile): boolean {
  const isSame = a.size === b.size && a.modified === b.modified && hashesOf(a) === hashesOf(b);
  return isSame && hasVersion(a);
}

function hashesOf({ hashes }: Pick<OfferedFile, 'hashes'>): string {
  return hashes
    .map(({ algorithm, value }) => `${algorithm} ${value}`)
    .sort()
    .join();
}
