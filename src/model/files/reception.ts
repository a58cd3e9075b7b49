import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { ProgramSearch } from '../../base/programs.ts';
import { failure, userError } from '../../base/userError.ts';
import type { FileOffer, ReceivedPart } from '../../xmpp/files/fileOffer.ts';
import { damaged, TransferError } from '../../xmpp/transferError.ts';
import type { Chat } from '../chats/chat.ts';
import { explain } from '../explain.ts';
import type { Message, OfferRecord } from '../history.ts';
import type { FileInProgress, FileStore, FileTarget } from './fileStore.ts';
import { contentId, hasVersion, type KeptParts, receivedPart } from './keptParts.ts';
import { Speed } from './speed.ts';

/** Least time between two reports of progress, in ms. */
const PROGRESS_MS = 100;

export interface ReceptionDeps {
  readonly chat: Chat;
  readonly files: FileStore;
  /** What was received of others before a cut. */
  readonly parts: KeptParts;
  readonly clock: Clock;
  /** State or progress have changed. */
  readonly changed: () => void;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** What is written of a file. */
interface Written {
  readonly file: FileInProgress;
  readonly target: FileTarget;
  /** What of it was there before. */
  readonly part: ReceivedPart | undefined;
}

/** An offered file, and its way to the disk. What becomes of it is stored in its message. */
export class Reception {
  readonly chat: Chat;
  readonly #offer: FileOffer;
  readonly #deps: ReceptionDeps;
  readonly #abort = new AbortController();
  #message: Message;
  /** `opening`: accepted, while its file is created. */
  #phase: 'offered' | 'opening' | 'running' | 'ended' = 'offered';
  #cancelled: 'cancelled' | 'lost' | undefined;
  #isSuspended = false;
  #received = 0;
  /** How many bytes were there before it was accepted. */
  #offset = 0;
  #speed: Speed | undefined;
  #report: Disposable | undefined;

  /** @param message the stored one of the offer */
  constructor(offer: FileOffer, message: Message, deps: ReceptionDeps) {
    this.#offer = offer;
    this.#message = message;
    this.chat = deps.chat;
    this.#deps = deps;
    void offer.ended.then((end) => {
      if (this.#isUnanswered) this.#end({ state: end === 'withdrawn' ? 'withdrawn' : 'lost' });
    });
  }

  /** The message with its offer's state. */
  get message(): Message {
    return this.#message;
  }

  /** In bytes, if it was announced. */
  get size(): number | undefined {
    return this.#offer.file.size;
  }

  /** In bytes. */
  get received(): number {
    return this.#received;
  }

  get bytesPerSecond(): number | undefined {
    return this.#speed?.bytesPerSecond;
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  get isWaiting(): boolean {
    return this.#phase === 'offered';
  }

  /**
   * Accepts the offer; resolves once it is being received.
   * @param isAutomatic whether the user was not asked: then it must be no program
   * @throws Failure if it is no longer offered, or the file cannot be created: then it still is
   */
  async accept(target: FileTarget, isAutomatic = false): Promise<void> {
    if (!this.isWaiting) throw failure('no-offer');
    this.#phase = 'opening';
    let written: Written;
    try {
      written = await this.#open(target);
    } catch (error) {
      if (this.#isUnanswered) this.#phase = 'offered';
      throw error;
    }
    if (!this.#isUnanswered) {
      await written.file.discard();
      throw failure('no-offer');
    }
    this.#phase = 'running';
    this.#speed = new Speed(this.#deps.clock);
    this.#received = this.#offset = written.part?.length ?? 0;
    void this.#run(written, isAutomatic);
    this.#keep({ state: 'running' });
  }

  /** Declines the offer, or cancels its transfer; harmless once it has ended. */
  stop(): void {
    if (this.#isUnanswered) {
      this.#offer.decline();
      this.#end({ state: 'declined' });
    } else this.#cancel('cancelled');
  }

  /** The session is over: a transfer ends, and what was received goes. */
  lose(): void {
    if (this.#isUnanswered) this.#end({ state: 'lost' });
    else this.#cancel('lost');
  }

  /** The process ends: as {@link lose}, but the next one can go on with what was received. */
  suspend(): void {
    this.#isSuspended = true;
    this.lose();
  }

  #cancel(end: 'cancelled' | 'lost'): void {
    this.#cancelled ??= end;
    this.#abort.abort();
  }

  get #isUnanswered(): boolean {
    return this.#phase === 'offered' || this.#phase === 'opening';
  }

  /** Whether another run may go on with what is received: it is compared with a hash in the end. */
  get #outlives(): boolean {
    const { file, hasParts, way } = this.#offer;
    return way === 'jingle' && hasParts && hasVersion(file);
  }

  /** Opens the file, with what there is of it. @throws Failure */
  async #open(target: FileTarget): Promise<Written> {
    const { files, parts } = this.#deps;
    const { file: offered, hasParts } = this.#offer;
    const kept = hasParts ? parts.take(this.chat, offered, target) : undefined;
    // The user may have removed it while it waited.
    if (kept && (await kept.file.exists())) {
      return { file: kept.file, target, part: receivedPart(kept) };
    }
    await kept?.file.discard();
    const size = this.size ?? 0;
    const content = this.#outlives ? contentId(this.chat, offered) : undefined;
    const file = await files.create(target, size, content);
    const length = file.left;
    if (length > 0 && length < size) return { file, target, part: receivedPart({ file, length }) };
    if (length > 0) await file.restart();
    return { file, target, part: undefined };
  }

  async #run(written: Written, isAutomatic: boolean): Promise<void> {
    const { file, target } = written;
    try {
      await this.#receive(written, isAutomatic);
      this.#end({ state: 'done', path: await file.finish() });
    } catch (error) {
      if (this.#canGoOn(error)) this.#keepPart(file, target);
      else {
        await file.discard().catch((reason: unknown) => {
          this.#deps.report('removing a part of a file', reason);
        });
      }
      this.#end(this.#recordOf(error));
    }
  }

  /** @throws TransferError, Failure */
  async #receive({ file, part }: Written, isAutomatic: boolean): Promise<void> {
    const search = isAutomatic ? await searchOf(part) : undefined;
    for await (const piece of this.#offer.accept(this.#abort.signal, part)) {
      search?.update(piece);
      if (search?.isProgram) {
        throw failure('not-saved.program', { name: this.#offer.file.name });
      }
      this.#received += piece.length;
      if (this.#received > (this.size ?? Infinity)) throw damaged();
      await file.write(piece);
      this.#progress();
    }
    if (this.#received !== (this.size ?? this.#received)) throw damaged();
  }

  /** Whether the transfer was cut, and not by the user: what came is the beginning of the file. */
  #canGoOn(error: unknown): boolean {
    const { file, hasParts } = this.#offer;
    const isCut = error instanceof TransferError && this.#received < (this.size ?? 0);
    const isUsable = hasParts && hasVersion(file) && this.#received > 0;
    return isCut && isUsable && (!this.#cancelled || (this.#isSuspended && this.#outlives));
  }

  #keepPart(file: FileInProgress, target: FileTarget): void {
    const [length, outlives] = [this.#received, this.#outlives];
    if (this.#isSuspended) file.leave().catch(() => undefined);
    else {
      const { chat } = this;
      this.#deps.parts.keep({ chat, offered: this.#offer.file, target, file, length, outlives });
    }
  }

  #recordOf(error: unknown): OfferRecord {
    if (this.#cancelled) return { state: this.#cancelled };
    if (error instanceof TransferError && error.code === 'cancelled') return { state: 'withdrawn' };
    const task = userError('task.receive-file', { name: this.#offer.file.name });
    return { state: 'failed', error: explain(error, task).userError };
  }

  #progress(): void {
    this.#speed?.reach(this.#received - this.#offset);
    this.#report ??= this.#deps.clock.after(PROGRESS_MS, () => {
      this.#report = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    this.chat.redraw(this.#message);
    this.#deps.changed();
  }

  #end(record: OfferRecord): void {
    this.#phase = 'ended';
    this.#report?.dispose();
    this.#keep(record);
  }

  /** Shows the state, and stores it. */
  #keep(offer: OfferRecord): void {
    this.#message = { ...this.#message, offer };
    this.#tell();
    const stored = this.chat.change(this.#message.id, (message) => ({ ...message, offer }));
    stored.catch((error: unknown) => {
      this.#deps.report('keeping what became of a file', error);
    });
  }
}

/** A search for programs in what comes behind a part: the sender chooses where a piece ends. */
async function searchOf(part: ReceivedPart | undefined): Promise<ProgramSearch> {
  const search = new ProgramSearch();
  for await (const piece of part?.read() ?? []) search.update(piece);
  return search;
}
