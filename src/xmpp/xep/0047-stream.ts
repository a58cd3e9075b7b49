// XEP-0047: In-Band Bytestreams, version 2.0.1: one stream
// https://xmpp.org/extensions/xep-0047.html
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { ByteStream } from '../byteStream.ts';
import { type Session, sessionOnline } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { cancelled, type TransferError, transferErrorOf } from '../transferError.ts';

export const NS = 'http://jabber.org/protocol/ibb';
/** §2.2: the counter of each direction has 16 bits. */
const SEQUENCE = 0x1_0000;
/** Maximum number of bytes received and not yet consumed. */
const MAX_BUFFERED = 1024 * 1024;
/** Bytes on their way: at the beginning, and at most, so that chat stanzas are not held up. */
const FIRST_WINDOW = 64 * 1024;
const MAX_WINDOW = 128 * 1024;
/** Of a slow connection: the block size that §5 recommends. */
const MIN_WINDOW = 4096;
/** Answer times that make the window larger or smaller, in milliseconds. */
const FAST_MS = 500;
const SLOW_MS = 2000;
/** For the peer to answer the end, in milliseconds: libpurple never does. */
const CLOSE_MS = 5000;
/** §2.3: an unknown stream is closed as well; and what is not answered was complete before. */
const CLOSED: readonly string[] = ['item-not-found', 'remote-server-timeout'];

interface Block {
  readonly bytes: Uint8Array;
  readonly taken: () => void;
  readonly dropped: (error: StanzaError) => void;
}

export interface InBandOptions {
  readonly peer: Jid;
  readonly sid: string;
  /** Maximum size of a block in bytes, before base64. */
  readonly blockSize: number;
  /** Called once, when the stream is over. */
  readonly onOver: () => void;
}

/** A stream both have agreed on; survives a resumption (XEP-0198), as no stanza is lost by it. */
export class InBandStream implements ByteStream {
  readonly input: AsyncIterable<Uint8Array>;
  readonly #session: Session;
  readonly #options: InBandOptions;
  readonly #online: Disposable;
  #blocks: Block[] = [];
  #buffered = 0;
  #nextReceived = 0;
  #nextSent = 0;
  #inFlight = 0;
  #window = FIRST_WINDOW;
  /** When the window was last made smaller. */
  #shrunk = -Infinity;
  #peerClosed: (() => void) | undefined;
  #isOver = false;
  #failure: TransferError | undefined;
  #wakers: (() => void)[] = [];

  constructor(session: Session, options: InBandOptions) {
    this.#session = session;
    this.#options = options;
    this.input = this.#read();
    this.#online = session.on(sessionOnline, () => {
      this.#wake();
    });
  }

  /**
   * Takes a block of the peer (§2.2).
   *
   * @returns settles when it is consumed, which is the back-pressure
   * @throws StanzaError if it is not the next one or malformed; the stream is closed then
   */
  receive(data: Element): Promise<undefined> | undefined {
    const { blockSize } = this.#options;
    if (data.attrs['seq'] !== String(this.#nextReceived)) throw this.#refuse('unexpected-request');
    const bytes = strictBase64(data.text());
    if (!bytes || bytes.length > blockSize) throw this.#refuse('bad-request');
    if (this.#buffered + bytes.length > MAX_BUFFERED) throw this.#refuse('resource-constraint');
    this.#nextReceived = (this.#nextReceived + 1) % SEQUENCE;
    if (bytes.length === 0) return undefined;
    this.#buffered += bytes.length;
    return new Promise((resolve, reject) => {
      const taken = () => {
        resolve(undefined);
      };
      this.#blocks.push({ bytes, taken, dropped: reject });
      this.#wake();
    });
  }

  /** The peer closes the stream (§2.3). @returns settles when all received bytes are consumed */
  receiveClose(): Promise<undefined> {
    this.#peerClosed?.();
    return new Promise((resolve) => {
      this.#peerClosed = () => {
        resolve(undefined);
      };
      this.#wake();
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { blockSize } = this.#options;
    for (let start = 0; start < bytes.length;) {
      // A block larger than the window would hold up chat stanzas, too.
      const next = () => bytes.subarray(start, start + Math.min(blockSize, this.#window));
      await this.#until(() => this.#session.jid !== undefined && this.#hasRoom(next().length));
      const block = next();
      this.#send(block);
      start += block.length;
    }
  }

  async end(): Promise<void> {
    if (this.#isOver && !this.#failure) return;
    await this.#until(() => this.#session.jid !== undefined && this.#inFlight === 0, 'closed');
    try {
      if (!this.#peerClosed) await this.#requestClose();
    } catch (error) {
      if (!(error instanceof StanzaError && CLOSED.includes(error.condition))) {
        this.#failure ??= transferErrorOf(error);
        throw this.#failure;
      }
    } finally {
      this.#over();
    }
  }

  destroy(): void {
    this.fail(cancelled());
  }

  /** Ends the stream with an error for its user, and tells the peer. */
  fail(error: TransferError): void {
    if (this.#isOver) return;
    this.#failure = error;
    const isClosed = this.#peerClosed !== undefined;
    this.#over();
    if (!isClosed) this.#tellPeer();
  }

  /** Ends the stream without telling the peer, which does not have it, or not any more. */
  release(error: TransferError): void {
    if (this.#isOver) return;
    this.#failure = error;
    this.#over();
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const block = this.#blocks.shift();
      if (block) {
        this.#buffered -= block.bytes.length;
        block.taken();
        yield block.bytes;
      } else if (this.#failure) {
        throw this.#failure;
      } else if (this.#peerClosed) {
        this.#over();
        return;
      } else if (this.#isOver) {
        return;
      } else {
        await this.#woken();
      }
    }
  }

  #hasRoom(bytes: number): boolean {
    return this.#inFlight === 0 || this.#inFlight + bytes <= this.#window;
  }

  #send(block: Uint8Array): void {
    const { peer, sid } = this.#options;
    const { clock } = this.#session;
    const seq = String(this.#nextSent);
    const base64 = Buffer.from(block.buffer, block.byteOffset, block.length).toString('base64');
    const sentAt = clock.monotonic();
    this.#nextSent = (this.#nextSent + 1) % SEQUENCE;
    this.#inFlight += block.length;
    this.#session
      .request({
        type: 'set',
        to: peer,
        payload: xml('data', { xmlns: NS, seq, sid }, base64),
        outlivesConnection: true,
      })
      .then(
        () => {
          this.#inFlight -= block.length;
          this.#adapt(block.length, sentAt, clock.monotonic());
          this.#wake();
        },
        (error: unknown) => {
          this.fail(transferErrorOf(error));
        },
      );
  }

  #adapt(bytes: number, sentAt: number, now: number): void {
    if (now - sentAt < FAST_MS) this.#window = Math.min(this.#window + bytes, MAX_WINDOW);
    // Once for all that was on its way.
    else if (now - sentAt > SLOW_MS && sentAt >= this.#shrunk) {
      this.#window = Math.max(this.#window / 2, MIN_WINDOW);
      this.#shrunk = now;
    }
  }

  /** Waits for what is needed to send. @throws TransferError when the stream is over */
  async #until(isReady: () => boolean, peer: 'open' | 'closed' = 'open'): Promise<void> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (this.#isOver || (this.#peerClosed && (peer === 'open' || !isReady()))) {
        this.release(cancelled());
        continue;
      }
      if (isReady()) return;
      await this.#woken();
    }
  }

  /** Closes the stream without waiting; if the connection is lost, once it is resumed. */
  #tellPeer(): void {
    const close = () => void this.#requestClose().catch(() => undefined);
    // Later, so that the answer to a wrong block precedes it.
    if (this.#session.jid) queueMicrotask(close);
    else {
      const online = this.#session.on(sessionOnline, ({ resumed }) => {
        online.dispose();
        if (resumed) close();
      });
    }
  }

  async #requestClose(): Promise<void> {
    const { peer: to, sid } = this.#options;
    const payload = xml('close', { xmlns: NS, sid });
    const timeoutMs = CLOSE_MS;
    await this.#session.request({ type: 'set', to, payload, timeoutMs, outlivesConnection: true });
  }

  /** Closes the stream over a wrong block. @returns the error to answer it with */
  #refuse(condition: string): StanzaError {
    const error = new StanzaError(condition, { text: 'the stream is closed' });
    this.fail(transferErrorOf(error));
    return error;
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const { dropped } of this.#blocks) dropped(new StanzaError('item-not-found'));
    this.#blocks = [];
    this.#peerClosed?.();
    this.#online.dispose();
    this.#options.onOver();
    this.#wake();
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakers.push(resolve);
    });
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }
}

/**
 * Decodes base64 in its one canonical form (RFC 4648 §4), as §6 demands: no other characters, no
 * missing or inner padding, no stray bits. @returns `undefined` if it is in any other
 */
function strictBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
