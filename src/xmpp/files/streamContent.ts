/** The content of a file over a stream with a peer, in both directions. */
import type { Clock } from '../../base/clock.ts';
import { userError } from '../../base/userError.ts';
import type { FileRange } from '../stanza/fileRange.ts';
import { cancelled, damaged, tooLarge, TransferError, transferErrorOf } from '../transferError.ts';
import type { ByteStream } from '../byteStream.ts';
import type { FileSource, ReceivedPart, SendOptions } from './fileOffer.ts';
import { piecesOf } from './filePieces.ts';
import { within } from './within.ts';

/** Bytes written at once, each time within the maximum silence. */
const WRITE_BYTES = 64 * 1024;
/** Maximum silence of the peer, in milliseconds. */
const SILENCE_MS = 30_000;
/** How long the end of a stream is awaited once all is there, in ms: some senders leave it open. */
const END_MS = 2000;
/** Maximum size of a content whose size is unknown, in bytes. */
const MAX_UNTOLD = 2 ** 30;

/** What is to come, and how it is checked. */
export interface ExpectedContent {
  /** In bytes; absent if it is all that comes, at most 1 GiB. */
  readonly size?: number | undefined;
  /** How many bytes of it are there already; none when absent. */
  readonly offset?: number;
  /** Called with every piece before it is handed on. */
  readonly update: (piece: Uint8Array) => void;
  /** The error of a stream that ends before all is there. */
  readonly tooFew: () => TransferError;
  /** Called after the last one. @throws TransferError if it is not the content announced */
  readonly check: () => void | Promise<void>;
}

interface Surroundings {
  readonly clock: Clock;
  /** Cancels. */
  readonly signal: AbortSignal;
}

/**
 * Yields exactly the bytes expected. They are complete by their size, whether the stream ends or not:
 * some peers and proxies leave it open. Ending the iteration early closes it.
 *
 * @throws TransferError `damaged` for more or other bytes, `timeout`, or as the stream
 */
export async function* receiveContent(
  stream: ByteStream,
  { size, offset = 0, update, tooFew, check }: ExpectedContent,
  { clock, signal }: Surroundings,
): AsyncGenerator<Uint8Array, void> {
  const watch = new Watch(stream, clock, signal);
  const pieces = stream.input[Symbol.asyncIterator]();
  try {
    let hasEnded = false;
    for (let received = offset; !hasEnded && received !== size;) {
      const next = await watch.within(pieces.next());
      if (next.done === true) {
        if (size !== undefined) throw tooFew();
        hasEnded = true;
        continue;
      }
      const piece = next.value;
      received += piece.length;
      if (received > (size ?? MAX_UNTOLD))
        throw size === undefined ? tooLarge(MAX_UNTOLD) : damaged();
      update(piece);
      yield piece;
    }
    if (!hasEnded) {
      const more = within(clock, END_MS, pieces.next(), silent).catch(() => undefined);
      if ((await more)?.done === false) throw damaged();
    }
    await check();
  } finally {
    watch.stop();
    stream.destroy();
  }
}

/**
 * Reads what there is already of a file.
 * @param update called with every piece
 * @returns how many bytes it is
 * @throws TransferError `damaged` if it is not all there any more
 */
export async function readPart(
  part: ReceivedPart | undefined,
  update: (piece: Uint8Array) => void,
): Promise<number> {
  if (!part) return 0;
  let length = 0;
  for await (const piece of part.read()) {
    length += piece.length;
    update(piece);
  }
  if (length !== part.length) throw damaged();
  return length;
}

export interface WriteOptions extends SendOptions {
  /** The part that is sent; the whole when absent. */
  readonly range?: FileRange;
  /** Called with every piece before it is sent. */
  readonly update?: (piece: Uint8Array) => void;
}

/** Sends a file and closes the stream. @throws TransferError, and what reading the file throws */
export function sendContent(
  stream: ByteStream,
  file: FileSource,
  options: WriteOptions,
  clock: Clock,
): Promise<void> {
  return watching(stream, { clock, signal: options.signal }, async (watch) => {
    await write(stream, file, options, watch);
    await watch.within(stream.end());
  });
}

/** Sends a file, and leaves the stream open. @throws TransferError, and what reading the file throws */
export function writeContent(
  stream: ByteStream,
  file: FileSource,
  options: WriteOptions,
  clock: Clock,
): Promise<void> {
  return watching(stream, { clock, signal: options.signal }, (watch) =>
    write(stream, file, options, watch),
  );
}

async function write(
  stream: ByteStream,
  file: FileSource,
  options: WriteOptions,
  watch: Watch,
): Promise<void> {
  const { onProgress, range, update } = options;
  // What comes before a part is there already.
  let sent = range?.offset ?? 0;
  for await (const piece of piecesOf(file, range)) {
    update?.(piece);
    for (let start = 0; start < piece.length; start += WRITE_BYTES) {
      const part = piece.subarray(start, start + WRITE_BYTES);
      await watch.within(stream.write(part));
      sent += part.length;
      onProgress(sent);
    }
  }
}

/** Runs `work`, and closes the stream if that fails. */
async function watching(
  stream: ByteStream,
  { clock, signal }: Surroundings,
  work: (watch: Watch) => Promise<void>,
): Promise<void> {
  const watch = new Watch(stream, clock, signal);
  try {
    await work(watch);
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    watch.stop();
  }
}

/** Destroys a stream over silence or by the signal, and says why. */
class Watch {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #abort = () => {
    this.#stream.destroy();
  };

  constructor(stream: ByteStream, clock: Clock, signal: AbortSignal) {
    this.#stream = stream;
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort);
    if (signal.aborted) this.#abort();
  }

  /** @throws TransferError */
  async within<T>(step: Promise<T>): Promise<T> {
    try {
      return await within(this.#clock, SILENCE_MS, step, silent);
    } catch (error) {
      this.#stream.destroy();
      throw this.#signal.aborted ? cancelled() : transferErrorOf(error);
    }
  }

  stop(): void {
    this.#signal.removeEventListener('abort', this.#abort);
  }
}

function silent(): TransferError {
  return new TransferError(userError('timeout.peer'));
}
