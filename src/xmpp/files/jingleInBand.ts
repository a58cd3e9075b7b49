import { randomUUID } from 'node:crypto';
import type { Session } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import { unreachable } from '../transferError.ts';
import { badRequest, jingleError } from '../xep/0166-requests.ts';
import { expectInBand, inBandBlock, openInBand } from '../xep/0047-inBand.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import {
  buildInBand,
  type InBandParameters,
  NS_JINGLE_IN_BAND,
  parseInBand,
} from '../xep/0261-jingleInBand.ts';
import type { ByteStream } from '../byteStream.ts';
import type { JingleTransport } from './jingleTransport.ts';
import { within } from './within.ts';

/** How long the initiator may take to open the stream, in ms. */
const OPEN_MS = 20_000;

/** The in-band bytestream of a content: opened by the initiator of the session (XEP-0261 §2.2). */
export class InBandTransport implements JingleTransport {
  readonly xmlns = NS_JINGLE_IN_BAND;
  readonly #session: Session;
  readonly #jingle: JingleSession;
  readonly #expectation = new AbortController();
  #parameters: InBandParameters;
  #expected: Promise<ByteStream> | undefined;

  /** @param offered what the peer offers; ours to offer when absent */
  constructor(session: Session, jingle: JingleSession, offered?: InBandParameters) {
    this.#session = session;
    this.#jingle = jingle;
    const sid = offered?.sid ?? randomUUID();
    const blockSize = inBandBlock(session, jingle.peer, sid, offered?.blockSize);
    this.#parameters = { sid, blockSize };
  }

  describe(): Promise<Element> {
    if (this.#jingle.role === 'responder' && !this.#expected) this.#expect();
    return Promise.resolve(buildInBand(this.#parameters));
  }

  agree(transport: Element): void {
    const agreed = parseInBand(transport);
    const { sid, blockSize } = this.#parameters;
    if (agreed.sid !== sid || agreed.blockSize > blockSize) throw badRequest();
    this.#parameters = agreed;
  }

  /** Further bytestreams (§2.4) are not used. */
  inform(): never {
    throw jingleError('unsupported-info');
  }

  connect(): Promise<ByteStream> {
    const { sid, blockSize } = this.#parameters;
    if (this.#expected) return this.#expected;
    return openInBand(this.#session, this.#jingle.peer, sid, { blockSize });
  }

  destroy(): void {
    this.#expectation.abort();
  }

  /** Awaits the initiator's stream, from before it may be opened. */
  #expect(): void {
    const { sid, blockSize } = this.#parameters;
    const { signal } = this.#expectation;
    const opened = expectInBand(this.#session, this.#jingle.peer, sid, { blockSize, signal });
    this.#expected = within(this.#session.clock, OPEN_MS, opened, unreachable);
    this.#expected.catch(() => undefined);
  }
}
