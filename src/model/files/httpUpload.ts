import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSource } from '../../xmpp/files/fileOffer.ts';
import { upload } from '../../xmpp/files/httpUpload.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import {
  findUploadService,
  requestSlot,
  type UploadService,
} from '../../xmpp/xep/0363-httpUpload.ts';
import { explain } from '../explain.ts';
import type { AvailableFile } from '../history.ts';
import type { FileTransport, TransportOptions } from './fileTransport.ts';

export interface HttpUploadDeps {
  /**
   * @param task what fails without the server
   * @throws Failure offline
   */
  readonly session: (task: UserError) => Session;
  /** Extra certificate authorities the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
  /** Announces an uploaded file in the chat. */
  readonly announce: (to: Jid, file: AvailableFile) => Promise<unknown>;
}

/** HTTP upload (XEP-0363), announced out of band (XEP-0066): to anybody, online or not. */
export class HttpUpload implements FileTransport {
  readonly way = 'upload';
  readonly #deps: HttpUploadDeps;

  constructor(deps: HttpUploadDeps) {
    this.#deps = deps;
  }

  /**
   * Finds a service for uploading `size` bytes.
   * @returns the service, with its limit if announced
   * @throws Failure if offline, without a service, or too large
   */
  async find(size: number): Promise<UploadService> {
    const session = this.#deps.session(userError('task.check-upload'));
    const service = await findUploadService(session).catch((error: unknown) => {
      throw explain(error, userError('task.ask-upload-service'));
    });
    if (!service) throw failure('no-upload-service');
    const { maxSize } = service;
    if (maxSize !== undefined && size > maxSize) {
      throw failure('too-large.size', { size: { bytes: size }, most: { bytes: maxSize } });
    }
    return service;
  }

  async check(_to: Jid, size: number): Promise<void> {
    await this.find(size);
  }

  /** Requests a slot of its own for each try: one is good for some minutes only (§8). */
  async send(to: Jid, source: FileSource, options: TransportOptions): Promise<void> {
    const {
      signal,
      onProgress,
      announce = (file: AvailableFile) => this.#deps.announce(to, file),
    } = options;
    const { name, size, mediaType, thumbnail } = source;
    const service = await this.find(size);
    const session = this.#deps.session(userError('task.start-sending', { name }));
    const slot = await requestSlot(session, service, { name, size, mediaType });
    const trustedCa = this.#deps.trustedCa();
    const hashes = await upload(slot, source, { trustedCa, signal, onProgress });
    await announce({
      ...{ name, url: slot.getUrl, size, mediaType, hashes },
      ...(thumbnail !== undefined && { thumbnail }),
    });
  }
}
