import type { Element } from '../stanza/xml.ts';
import type { ByteStream } from '../byteStream.ts';

/** A transport method of a Jingle content: agrees with the peer on one stream of bytes. */
export interface JingleTransport {
  /** The namespace of its `<transport/>`. */
  readonly xmlns: string;
  /** Builds our `<transport/>`, which offers it or accepts the peer's; the same if called again. */
  describe(): Promise<Element>;
  /** Takes the peer's acceptance of our offer. @throws StanzaError if it is another */
  agree(transport: Element): void;
  /** Takes what the peer tells of it later (`transport-info`). @throws StanzaError */
  inform(transport: Element): void;
  /** Connects, once both have agreed. @throws TransferError `unreachable` in bounded time */
  connect(): Promise<ByteStream>;
  /** Gives up, which fails {@link connect} while it is pending. */
  destroy(): void;
}
