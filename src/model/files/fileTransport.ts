import type { Jid } from '../../base/jid.ts';
import type { AvailableFile } from '../history.ts';
import type { FileSource, OfferWay, SendOptions } from '../../xmpp/files/fileOffer.ts';

/** How a file is sent: put on a server (XEP-0363), or offered to a device of the other side. */
export type SendingWay = 'upload' | OfferWay;

/** How a transport sends a file. */
export interface TransportOptions extends SendOptions {
  /** Announces the file if it is uploaded; absent: by a message of its own. */
  readonly announce?: (file: AvailableFile) => Promise<unknown>;
}

/** A way to send files. */
export interface FileTransport {
  readonly way: SendingWay;
  /** @throws Failure why nothing, or no file of `size` bytes, can be sent to `to` in this way */
  check(to: Jid, size: number): Promise<void>;
  /**
   * Sends a file; resolves when the other side has it, or is told where it is.
   * @throws Failure, also of reading it
   */
  send(to: Jid, source: FileSource, options: TransportOptions): Promise<void>;
}
