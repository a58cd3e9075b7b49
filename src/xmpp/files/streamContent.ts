/** The content of a file over a stream with a peer, in both directions. */
import type { Clock } from '../../base/clock.ts';
import { userError } from '../../base/userError.ts';
import { cancelled, damaged, TransferError, transferErrorOf } from '../transferError.ts';
import type { ByteStream } from './byteStream.ts';
import type { FileSource, SendOptions } from './fileOffer.ts';

const PIECE_BYTES = 64 * 1024;
/** Maximum silence of the peer, and its time to close after the last byte, in milliseconds. */
const SILENCE_MS = 30_000;
const CLOSE_MS = 5000;

/** What is to come, and how it is checked. */
export interface ExpectedContent {
  /** In bytes. */
  readonly size: number;
  /** Called with every piece before it is handed on. */
  readonly update: (piece: Uint8Array) => void;
  /** Called after the last one. @throws TransferError if it is not the content announced */
  readonly check: () => void;
}

/**
 * Yields exactly the bytes expected; waits for no end of the stream, since some peers and proxies
 * leave it open. Ending the iteration early closes it.
 *
 * @throws TransferError
 */
export async function* receiveContent(
  stream: ByteStream,
  { size, update, check }: ExpectedContent,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void> {
  const watch = new Watch(stream, clock, signal);
  const pieces = stream.input[Symbol.asyncIterator]();
  let isWhole = false;
  try {
    for (let left = size; left > 0;) {
      const next = await watch.within(pieces.next());
      if (next.done === true) throw cancelled();
      left -= next.value.length;
      if (left < 0) throw damaged();
      update(next.value);
      yield next.value;
    }
    check();
    isWhole = true;
  } finally {
    watch.stop();
    if (isWhole) void close(stream, pieces, clock);
    else stream.destroy();
  }
}

/** Sends a file and closes the stream. @throws TransferError, and what reading the file throws */
export async function sendContent(
  stream: ByteStream,
  file: FileSource,
  { signal, onProgress }: SendOptions,
  clock: Clock,
): Promise<void> {
  const watch = new Watch(stream, clock, signal);
  try {
    for (let sent = 0; sent < file.size;) {
      const piece = await file.read(sent, Math.min(PIECE_BYTES, file.size - sent));
      await watch.within(stream.write(piece));
      sent += piece.length;
      onProgress(sent);
    }
    await watch.within(stream.end());
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    watch.stop();
  }
}

/** Destroys a stream over silence or by the signal, and remembers why. */
class Watch {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #abort = () => {
    this.#end(cancelled());
  };
  #reason: TransferError | undefined;

  constructor(stream: ByteStream, clock: Clock, signal: AbortSignal) {
    this.#stream = stream;
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort);
    if (signal.aborted) this.#abort();
  }

  /** @throws TransferError */
  async within<T>(step: Promise<T>): Promise<T> {
    const timer = this.#clock.after(SILENCE_MS, () => {
      this.#end(new TransferError(userError('timeout.peer')));
    });
    try {
      return await step;
    } catch (error) {
      throw this.#reason ?? transferErrorOf(error);
    } finally {
      timer.dispose();
    }
  }

  stop(): void {
    this.#signal.removeEventListener('abort', this.#abort);
  }

  #end(reason: TransferError): void {
    this.#reason ??= reason;
    this.#stream.destroy();
  }
}

/** Leaves the peer some time to close the stream, which is politer than to do it. */
async function close(
  stream: ByteStream,
  pieces: AsyncIterator<Uint8Array>,
  clock: Clock,
): Promise<void> {
  const patience = clock.after(CLOSE_MS, () => {
    stream.destroy();
  });
  await pieces.next().catch(() => undefined);
  patience.dispose();
  stream.destroy();
}
