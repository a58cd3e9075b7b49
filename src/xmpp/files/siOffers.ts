// Files offered to us by stream initiation (XEP-0096, XEP-0095), and received by either stream.
import { createHash, randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { type IncomingIq, type Module, type Session, sessionOnline } from '../stanza/session.ts';
import { admitOffer } from '../stanza/offerLimit.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import type { Element } from '../stanza/xml.ts';
import { cancelled, damaged, TransferError, unreachable } from '../transferError.ts';
import { expectInBand, NS_IN_BAND } from '../xep/0047-inBand.ts';
import { NS_SOCKS5 } from '../xep/0065-socks5.ts';
import { buildChoice, NS_SI } from '../xep/0095-si.ts';
import {
  buildAskedRange,
  NS_FILE_TRANSFER,
  parseFileOffer,
  parseSiOffer,
  type SiOffer,
} from '../xep/0096-fileTransfer.ts';
import { tellOffer } from '../xep/0166-jingle.ts';
import type { ByteStream } from '../byteStream.ts';
import {
  type FileOffer,
  fileOffered,
  type OfferedFile,
  type OfferEnd,
  type ReceivedPart,
} from './fileOffer.ts';
import { expectSocks5 } from './socks5.ts';
import { hasSocks5Failed } from './socks5Failures.ts';
import { readPart, receiveContent } from './streamContent.ts';

/** How long an offer waits for the user, and an accepted one for its stream, in milliseconds. */
export const OFFER_MS = 24 * 3_600_000;
const STREAM_MS = 60_000;
/** How long a stream in band is awaited after SOCKS5 has failed, in milliseconds. */
const FALLBACK_MS = 15_000;
const MAX_BLOCK = 65_535;

/** Offers without a listener that could accept them are only announced. */
export const siOffersModule: Module = {
  xep: 'XEP-0096',
  features: [NS_FILE_TRANSFER],
  attach: (session) =>
    session.onIq('set', 'si', NS_SI, (iq) => receive(session, iq), { deadlineMs: OFFER_MS }),
};

/** @throws StanzaError */
function receive(session: Session, iq: IncomingIq): Promise<Element> {
  if (!session.listensTo(fileOffered)) tellOffer(session, iq, parseFileOffer(iq.payload));
  const parsed = parseSiOffer(iq.payload);
  const place = admitOffer(session, iq.from);
  return new Promise<Element>((resolve, reject) => {
    session.emit(fileOffered, new ReceivedOffer(session, iq, parsed, { resolve, reject }));
  }).finally(() => {
    place.dispose();
  });
}

interface Answer {
  readonly resolve: (si: Element) => void;
  readonly reject: (error: StanzaError) => void;
}

class ReceivedOffer implements FileOffer {
  readonly id = randomUUID();
  readonly way = 'si';
  readonly from: Jid;
  readonly arrived: number;
  readonly file: OfferedFile;
  readonly hasParts: boolean;
  readonly ended: Promise<OfferEnd>;
  readonly #session: Session;
  readonly #offer: SiOffer;
  readonly #answer: Answer;
  readonly #online: Disposable;
  readonly #expiry: Disposable;
  #isOpen = true;

  constructor(session: Session, { from, arrived }: IncomingIq, offer: SiOffer, answer: Answer) {
    this.#session = session;
    this.#offer = offer;
    this.#answer = answer;
    this.from = from;
    this.arrived = arrived;
    this.file = { ...offer.file, hashes: [] };
    this.hasParts = offer.hasParts;
    let end: (why: OfferEnd) => void = () => undefined;
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.#online = session.on(sessionOnline, ({ resumed }) => {
      if (!resumed && this.#close()) {
        this.#answer.reject(new StanzaError('service-unavailable'));
        end('offline');
      }
    });
    this.#expiry = session.clock.after(OFFER_MS, () => {
      if (this.#close()) end('withdrawn');
    });
  }

  async *accept(signal: AbortSignal, part?: ReceivedPart): AsyncGenerator<Uint8Array, void> {
    if (!this.#close()) throw cancelled();
    const { file, md5 } = this.#offer;
    const hash = createHash('md5');
    const update = (piece: Uint8Array) => {
      hash.update(piece);
    };
    const offset = await readPart(part, update).catch((error: unknown) => {
      this.#answer.reject(new StanzaError('internal-server-error'));
      throw error;
    });
    const stream = await this.#connect(offset, signal);
    const expected = {
      ...{ size: file.size, offset, update },
      tooFew: cancelled,
      check: () => {
        if (md5 !== undefined && hash.digest('hex') !== md5) throw damaged();
      },
    };
    yield* receiveContent(stream, expected, { clock: this.#session.clock, signal });
  }

  decline(): void {
    // XEP-0095 §4.2: the stream is rejected.
    if (this.#close()) this.#answer.reject(new StanzaError('forbidden'));
  }

  /** @returns whether it was open until now */
  #close(): boolean {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    this.#online.dispose();
    this.#expiry.dispose();
    return wasOpen;
  }

  /**
   * Accepts by the best method, and waits for a stream of any that was offered: some clients fall
   * back from SOCKS5 to in-band without another offer. Others give up, and their users try again.
   * @throws TransferError
   */
  async #connect(offset: number, signal: AbortSignal): Promise<ByteStream> {
    const { sid, methods } = this.#offer;
    const best = hasSocks5Failed(this.#session, this.from) ? methods.at(-1) : methods[0];
    const wait = new AbortController();
    const all = AbortSignal.any([signal, wait.signal]);
    const streams = methods.map((method) => {
      return method === NS_SOCKS5
        ? expectSocks5(this.#session, this.from, sid, all)
        : expectInBand(this.#session, this.from, sid, { blockSize: MAX_BLOCK, signal: all });
    });
    let timer: Disposable | undefined;
    const waitFor = (ms: number) => {
      timer?.dispose();
      timer = this.#session.clock.after(ms, () => {
        wait.abort();
      });
    };
    waitFor(STREAM_MS);
    for (const stream of streams) {
      stream.catch(() => {
        if (!wait.signal.aborted) waitFor(FALLBACK_MS);
      });
    }
    const range = offset === 0 ? undefined : buildAskedRange(offset);
    this.#answer.resolve(buildChoice(best ?? NS_IN_BAND, range));
    try {
      return await Promise.any(streams);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
      for (const each of errors) {
        if (each instanceof TransferError && each.code === 'offline') throw each;
      }
      throw unreachable();
    } finally {
      timer?.dispose();
      wait.abort();
    }
  }
}
