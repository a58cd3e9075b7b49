import { Jid } from '../../src/base/jid.ts';
import { userError } from '../../src/base/userError.ts';
import type {
  FileOffer,
  OfferedFile,
  OfferWay,
  OfferEnd,
  ReceivedPart,
} from '../../src/xmpp/files/fileOffer.ts';
import { TransferError } from '../../src/xmpp/transferError.ts';

let count = 0;

/** An offered file whose content is given by the test, piece by piece. */
export class FakeOffer implements FileOffer {
  readonly id = String((count += 1));
  readonly from: Jid;
  way: OfferWay = 'jingle';
  readonly file: OfferedFile;
  readonly hasParts = true;
  readonly arrived = Date.UTC(2025, 0, 1);
  readonly ended: Promise<OfferEnd>;
  /** Ends the offer before it was answered. */
  end: (end: OfferEnd) => void = () => undefined;
  /** What was answered. */
  answer: 'accepted' | 'declined' | undefined;
  /** What was there when it was accepted. */
  part: string | undefined;
  /** Whether the transfer was cancelled here. */
  isCancelled = false;
  #pieces: (Uint8Array | Error | undefined)[] = [];
  #wake: () => void = () => undefined;

  /** @param hasSize whether its size is told */
  constructor(from: string, file: Partial<OfferedFile> = {}, hasSize = true) {
    this.from = Jid.of(from);
    this.file = { name: 'answer.ts', hashes: [], ...(hasSize && { size: 4 }), ...file };
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Sends a piece, an error, or with nothing the end. */
  send(piece?: string | Error): void {
    this.#pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
    this.#wake();
  }

  async *accept(signal: AbortSignal, part?: ReceivedPart): AsyncGenerator<Uint8Array> {
    this.answer = 'accepted';
    for await (const piece of part?.read() ?? []) this.part = `${this.part ?? ''}${String(piece)}`;
    signal.addEventListener('abort', () => {
      this.isCancelled = true;
      this.send(new TransferError(userError('cancelled')));
    });
    for (;;) {
      while (this.#pieces.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      if (piece instanceof Error) throw piece;
      yield piece;
    }
  }

  decline(): void {
    this.answer ??= 'declined';
  }
}
