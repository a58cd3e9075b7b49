import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { broken, damaged, TransferError } from '../transferError.ts';
import { type JingleContent, jingleError, type JingleRequest } from '../xep/0166-requests.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import {
  buildDescription,
  buildReceived,
  hasParts,
  type JingleFile,
  parseChecksum,
} from '../xep/0234-jingleFiles.ts';
import { type FileHash, Hashing } from '../xep/0300-hashes.ts';
import type { FileOffer, OfferedFile, OfferEnd, ReceivedPart } from './fileOffer.ts';
import { awaitReason, reasonFor, transferError } from './jingleErrors.ts';
import type { TransportNegotiation } from './jingleNegotiation.ts';
import { readPart, receiveContent } from './streamContent.ts';
import { within } from './within.ts';

/** How long a checksum that was announced is awaited after the last byte, in ms (XEP-0234 §8.2). */
const CHECKSUM_MS = 5_000;
/** The same after a part, whose sender has to read the whole file for it. */
const CHECKSUM_OF_WHOLE_MS = 60_000;

/** An offer as it came, and what answers it. */
interface Offered {
  /** As {@link FileOffer.id}. */
  readonly id: string;
  readonly session: Session;
  readonly jingle: JingleSession;
  readonly content: JingleContent;
  readonly file: JingleFile;
  readonly transports: TransportNegotiation;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
}

/** A file offered by Jingle (XEP-0234 §6.1). */
export class JingleOffer implements FileOffer {
  readonly id: string;
  readonly way = 'jingle';
  readonly from: Jid;
  readonly file: OfferedFile;
  readonly hasParts: boolean;
  readonly arrived: number;
  readonly ended: Promise<OfferEnd>;
  readonly #session: Session;
  readonly #jingle: JingleSession;
  readonly #content: JingleContent;
  readonly #described: JingleFile;
  readonly #transports: TransportNegotiation;
  #isAnswered = false;
  #checksum: readonly FileHash[] | undefined;
  #tellChecksum: () => void = () => undefined;

  constructor({ id, session, jingle, content, file, transports, arrived }: Offered) {
    this.id = id;
    this.#session = session;
    this.#jingle = jingle;
    this.#content = content;
    this.#described = file;
    this.#transports = transports;
    this.from = jingle.peer;
    this.arrived = arrived;
    const { hashesUsed, ...described } = file;
    this.file = { name: '', hashes: [], ...described };
    this.hasParts = content.description !== undefined && hasParts(content.description);
    this.ended = new Promise((resolve) => {
      void jingle.ended.then(({ by }) => {
        if (!this.#isAnswered) resolve(by === 'connection' ? 'offline' : 'withdrawn');
      });
    });
    void jingle.ended.then(() => {
      transports.destroy();
    });
    jingle.handle((request) => {
      this.#receive(request);
    });
  }

  accept(signal: AbortSignal, part?: ReceivedPart): AsyncIterable<Uint8Array> {
    this.#isAnswered = true;
    return this.#bytes(signal, part);
  }

  decline(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#jingle.terminate('decline');
  }

  #receive(request: JingleRequest): void {
    if (request.action !== 'session-info') {
      this.#transports.receive(request);
      return;
    }
    const hashes = request.info && parseChecksum(request.info, this.#content);
    if (!hashes) throw jingleError('unsupported-info');
    this.#checksum = hashes;
    this.#tellChecksum();
  }

  async *#bytes(signal: AbortSignal, part?: ReceivedPart): AsyncGenerator<Uint8Array, void> {
    const jingle = this.#jingle;
    const cancel = () => {
      jingle.terminate('cancel');
    };
    signal.addEventListener('abort', cancel);
    try {
      if (signal.aborted) cancel();
      const transport = await jingle.until(this.#transports.describe());
      const { hashes } = this.file;
      const { hashesUsed = [] } = this.#described;
      const hashing = new Hashing([...hashes.map(({ algorithm }) => algorithm), ...hashesUsed]);
      const update = (piece: Uint8Array) => {
        hashing.update(piece);
      };
      const offset = await jingle.until(readPart(part, update));
      const description = buildDescription(this.#described, offset === 0 ? undefined : { offset });
      await jingle.accept({ ...this.#content, description, transport });
      yield* this.#checked(hashing, offset, signal);
      const { creator, name, senders } = this.#content;
      const received = buildReceived({ creator, name, senders });
      jingle.send('session-info', received).catch(() => undefined);
      jingle.terminate('success');
    } catch (error) {
      const failure = transferError(error, jingle.end);
      jingle.terminate(reasonFor(failure, jingle.role));
      throw failure;
    } finally {
      signal.removeEventListener('abort', cancel);
      // The iteration was ended early.
      cancel();
    }
  }

  /** The content, compared with what was announced. @throws TransferError, JingleEnded */
  async *#checked(
    hashing: Hashing,
    offset: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void> {
    const { hashes, size } = this.file;
    const stream = await this.#jingle.until(this.#transports.connect());
    // What the sender has sent may still be on its way when it ends the session.
    void this.#jingle.ended.then(({ by, reason }) => {
      if (by !== 'peer' || reason !== 'success') stream.destroy();
    });
    let received = offset;
    const update = (bytes: Uint8Array) => {
      received += bytes.length;
      hashing.update(bytes);
    };
    const check = async () => {
      if (size === undefined) await this.#awaitSuccess();
      await this.#awaitChecksum(offset === 0 ? CHECKSUM_MS : CHECKSUM_OF_WHOLE_MS);
      const found = new Map(hashing.digest().map(({ algorithm, value }) => [algorithm, value]));
      const differs = ({ algorithm, value }: FileHash) => (found.get(algorithm) ?? value) !== value;
      if ([...hashes, ...(this.#checksum ?? [])].some(differs)) throw damaged();
    };
    const { clock } = this.#session;
    // A peer sends its checksum after all of the content.
    const tooFew = () => (this.#checksum ? damaged() : broken());
    try {
      const expected = { size, offset, update, tooFew, check };
      yield* receiveContent(stream, expected, { clock, signal });
    } catch (error) {
      // A stream that ends too early says less than the end of its session.
      const isSilent = error instanceof TransferError && error.code === 'timeout';
      if (received !== size && !isSilent) await awaitReason(this.#session, this.#jingle);
      throw error;
    }
  }

  /** The end of a stream is that of the content, unless the session ends in another way. */
  async #awaitSuccess(): Promise<void> {
    const jingle = this.#jingle;
    await awaitReason(this.#session, jingle);
    if (jingle.end && jingle.end.reason !== 'success') throw damaged();
  }

  /** Waits for the hashes that are yet to be sent, which may never come. */
  async #awaitChecksum(ms: number): Promise<void> {
    if (this.#described.hashesUsed === undefined || this.#checksum) return;
    const received = new Promise<void>((resolve) => {
      this.#tellChecksum = resolve;
    });
    const ended = this.#jingle.ended.then(() => undefined);
    const late = () => new Error('no checksum');
    await within(this.#session.clock, ms, Promise.race([received, ended]), late).catch(
      () => undefined,
    );
  }
}
