import type { Jid } from '../../base/jid.ts';
import type { Resource } from '../contacts/contacts.ts';
import type { AvailableFile } from '../history.ts';
import type { FileSource, OfferWay, SendOptions } from '../../xmpp/files/fileOffer.ts';

/** How a file is sent: put on a server (XEP-0363), or offered to a device of the other side. */
export type SendingWay = 'upload' | OfferWay;

/** How a transport sends a file. */
export interface TransportOptions extends SendOptions {
  /** Announces the file if it is uploaded; absent: by a message of its own. */
  readonly announce?: (file: AvailableFile) => Promise<unknown>;
  /** The resource of their device that it goes to; absent: the best one. */
  readonly device?: string | undefined;
}

/** A way to send files. */
export interface FileTransport {
  readonly way: SendingWay;
  /**
   * @param device as {@link TransportOptions.device}
   * @throws Failure why nothing, or no file of `size` bytes, can be sent to `to` in this way
   */
  check(to: Jid, size: number, device?: string): Promise<void>;
  /** The devices that take files in this way, the best one first. @throws Failure if none does */
  findDevices?(to: Jid): Promise<readonly Resource[]>;
  /**
   * Sends a file; resolves when the other side has it, or knows its address.
   * @throws Failure, also of reading it
   */
  send(to: Jid, source: FileSource, options: TransportOptions): Promise<void>;
}
