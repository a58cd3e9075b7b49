import type { Jid } from '../../base/jid.ts';
import type { FileHash } from '../xep/0300-hashes.ts';
import { defineEvent } from '../stanza/session.ts';

/** The protocols by which files are offered to us and by us, without a server that keeps them. */
export type OfferWay = 'si' | 'jingle';

/** What the sender says about a file; none of it is proven. */
export interface OfferedFile {
  /** The sender's label, never a path; may be empty. */
  readonly name: string;
  /** In bytes; absent if it is all that comes until the stream ends, as of an empty file of Dino's. */
  readonly size?: number;
  readonly mediaType?: string;
  /** In the sender's words; one line. */
  readonly description?: string;
  readonly hashes: readonly FileHash[];
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
}

/** What there is already of an offered file: its beginning. */
export interface ReceivedPart {
  /** In bytes. */
  readonly length: number;
  read(): AsyncIterable<Uint8Array>;
}

/** How an offer ended before its content was complete: withdrawn there, or the connection is gone. */
export type OfferEnd = 'withdrawn' | 'offline';

/** A file offered by a full JID that may know our presence; waits for {@link accept} or {@link decline}. */
export interface FileOffer {
  /** Unique in this session of ours; not the sender's id. */
  readonly id: string;
  /** A full JID. */
  readonly from: Jid;
  readonly way: OfferWay;
  readonly file: OfferedFile;
  /** Whether its sender can leave out a {@link ReceivedPart}. */
  readonly hasParts: boolean;
  /** When it was received, in ms since 1970. */
  readonly arrived: number;
  /** Resolves if it ends before the user has answered it; never rejects. */
  readonly ended: Promise<OfferEnd>;
  /**
   * Accepts the offer and yields its content: exactly `file.size` bytes, where that is known, and
   * at most 1 GiB where it is not; compared with the hashes at the end. Iterated slowly, the sender is slowed down. Ending the iteration early, or the signal,
   * cancels, which the sender is told. To be called once, and not after {@link decline}.
   *
   * @param part is not sent again, where {@link hasParts}: only what follows it is yielded; the hashes
   *   are those of the whole
   * @throws TransferError `cancelled` (there or here), `offline`, `timeout` (30 s of silence),
   *   `damaged` (fewer, more or other bytes than announced), `unreachable` (no way to connect)
   */
  accept(signal: AbortSignal, part?: ReceivedPart): AsyncIterable<Uint8Array>;
  /** Declines; harmless once it has ended. */
  decline(): void;
}

/** A file is offered. */
export const fileOffered = defineEvent<FileOffer>('fileOffered');

/** A file to send, read in pieces. */
export interface FileSource {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** A small picture of it, as a `data:` URL. */
  readonly thumbnail?: string;
  /** When it was last changed, in ms since 1970. */
  readonly modified?: number;
  /**
   * Reads `length` bytes from `offset`. @throws Failure if it cannot be read, or has another size
   * than when it was chosen
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** @param sent bytes that have left */
  readonly onProgress: (sent: number) => void;
}

/**
 * Offers and sends a file to a full JID; resolves when the peer has all of it.
 * @throws TransferError `declined`, `unreachable` (no common way, or none that connects), `cancelled`
 *   (there or here), `offline`, `timeout`
 */
export type SendOffered = (to: Jid, file: FileSource, options: SendOptions) => Promise<void>;
