import { TransferError, unreachable } from '../transferError.ts';
import {
  badRequest,
  buildContent,
  type ContentId,
  jingleError,
  type JingleRequest,
} from '../xep/0166-requests.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import type { Session } from '../stanza/session.ts';
import { copyOf, type Element } from '../stanza/xml.ts';
import type { ByteStream } from '../byteStream.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { JingleTransport } from './jingleTransport.ts';
import type { TransportFactory } from './jingleTransports.ts';
import { within } from './within.ts';

/** How long each side waits for the other to propose or accept another transport, in ms. */
const REPLACEMENT_MS = 20_000;

/**
 * The transport of a content, which both sides may replace once by another (XEP-0166 §6.5): the
 * initiator when none connects, the responder only by what we can do.
 */
export class TransportNegotiation {
  readonly #session: Session;
  readonly #jingle: JingleSession;
  readonly #id: ContentId;
  readonly #transports: Pick<TransportFactory, 'fallback' | 'offered'>;
  #current: JingleTransport;
  /** Our proposal that the peer has not answered yet. */
  #proposal: Deferred<undefined> | undefined;
  /** Settles once the transport has been replaced, and the peer knows. */
  readonly #replaced = deferred<undefined>();
  #isReplaced = false;
  #isConnected = false;

  constructor(
    session: Session,
    jingle: JingleSession,
    id: ContentId,
    transports: Pick<TransportFactory, 'fallback' | 'offered'>,
    first: JingleTransport,
  ) {
    this.#session = session;
    this.#jingle = jingle;
    this.#id = id;
    this.#transports = transports;
    this.#current = first;
  }

  /** Our `<transport/>` for the initiation or acceptance of the session. */
  describe(): Promise<Element> {
    return this.#current.describe();
  }

  /** Acts on a request about transports, or on an acceptance. @throws StanzaError */
  receive({ action, contents }: JingleRequest): void {
    const [content] = contents;
    const { creator, name } = this.#id;
    const transport = content?.transport;
    if (contents.length !== 1 || content?.creator !== creator || content.name !== name) {
      throw badRequest();
    }
    if (!transport) throw badRequest();
    switch (action) {
      case 'session-accept':
        this.#agree(transport);
        return;
      case 'transport-info':
        // One that was replaced meanwhile says nothing any more.
        if (transport.getNS() === this.#current.xmlns) this.#current.inform(transport);
        return;
      case 'transport-replace':
        this.#replace(transport);
        return;
      case 'transport-accept':
        if (!this.#proposal) throw jingleError('out-of-order');
        this.#agree(transport);
        this.#proposal.resolve(undefined);
        return;
      case 'transport-reject':
        if (!this.#proposal) throw jingleError('out-of-order');
        this.#proposal.reject(unreachable());
        return;
      default:
        throw jingleError('out-of-order');
    }
  }

  /** Connects, by another transport if the first one fails. @throws TransferError `unreachable` */
  async connect(): Promise<ByteStream> {
    for (;;) {
      const transport = this.#current;
      try {
        const stream = await transport.connect();
        if (transport === this.#current) {
          this.#isConnected = true;
          return stream;
        }
        stream.destroy();
      } catch (error) {
        if (transport === this.#current) this.#fallBack(transport, error);
      }
      await within(this.#session.clock, REPLACEMENT_MS, this.#replaced.promise, unreachable);
    }
  }

  /** Gives up. */
  destroy(): void {
    this.#current.destroy();
  }

  #agree(transport: Element): void {
    if (transport.getNS() !== this.#current.xmlns) throw badRequest();
    this.#current.agree(transport);
  }

  /** Goes on with what is left, which the initiator proposes. @throws the error if it is nothing */
  #fallBack(failed: JingleTransport, error: unknown): void {
    const next = this.#isReplaced ? undefined : this.#transports.fallback(failed);
    if (!next || !(error instanceof TransferError && error.code === 'unreachable')) throw error;
    if (this.#jingle.role === 'initiator') this.#propose(next);
  }

  #propose(next: JingleTransport): void {
    const proposal = deferred<undefined>();
    this.#proposal = proposal;
    this.#change(next, async (content) => {
      await this.#jingle.send('transport-replace', content);
      await proposal.promise;
      this.#proposal = undefined;
    });
  }

  /** The peer proposes another transport. */
  #replace(transport: Element): void {
    // Both have proposed one at the same time (XEP-0166 §7.2.16).
    if (this.#proposal) throw jingleError('tie-break');
    if (this.#isConnected) throw jingleError('out-of-order');
    const next = this.#isReplaced ? undefined : this.#transports.offered(transport);
    if (next) {
      this.#change(next, (content) => this.#jingle.send('transport-accept', content));
      return;
    }
    const refused = buildContent({ ...this.#id, transport: copyOf(transport) });
    this.#jingle.send('transport-reject', refused).catch(() => undefined);
  }

  /** Uses `next` from now on; the pending connection by the former one fails. */
  #change(next: JingleTransport, tell: (content: Element) => Promise<void>): void {
    const former = this.#current;
    this.#current = next;
    this.#isReplaced = true;
    next
      .describe()
      .then((transport) => tell(buildContent({ ...this.#id, transport })))
      .then(() => undefined)
      .then(this.#replaced.resolve, this.#replaced.reject);
    former.destroy();
  }
}
