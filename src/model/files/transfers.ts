import { randomUUID } from 'node:crypto';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { fetchFile, upload } from '../../xmpp/files/httpTransfer.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import {
  findUploadService,
  requestSlot,
  type UploadService,
} from '../../xmpp/xep/0363-httpUpload.ts';
import { explain } from '../explain.ts';
import { Failure } from '../failure.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import type { AnnouncedFile, AvailableFile } from '../history.ts';

/** Received files are held in memory until they are saved, so they are bounded. */
const MAX_DOWNLOAD_BYTES = 100 * 1024 * 1024;
/** Transfers that ended are kept for views to show, the newest of them. */
const KEPT = 50;
/** Failed transfers that can be tried again: their files are held in memory meanwhile. */
const RETRIABLE = 5;

/** A file on its way to a contact. */
export interface Transfer {
  readonly id: string;
  readonly to: Jid;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sent: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly error?: string;
}

/** A file to send. */
export interface OutgoingFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

interface Deps {
  /**
   * @param what is not done without the server: the beginning of a sentence
   * @throws Failure offline
   */
  readonly session: (what: string) => Session;
  /** Extra certificate authorities the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
  /** Announces an uploaded file in the chat. */
  readonly announce: (to: Jid, file: AvailableFile) => Promise<unknown>;
}

/** File sending by HTTP upload (XEP-0363), announced out of band (XEP-0066). */
export class Transfers {
  readonly #deps: Deps;
  readonly #changed = new Emitter<Transfer>();
  readonly #transfers = new Map<string, Transfer>();
  readonly #aborts = new Map<string, AbortController>();
  /** The files of failed transfers, by id. */
  readonly #failed = new Map<string, OutgoingFile>();

  /** A transfer began, changed, or is no longer kept. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  values(): Iterable<Transfer> {
    return this.#transfers.values();
  }

  /**
   * Finds where `size` bytes can be uploaded to. Result: the service, with its limit where told.
   * @param what is not done otherwise: the beginning of a sentence
   * @throws Failure offline, no service, or too large
   */
  async check(size: number, what = 'Nothing was sent'): Promise<UploadService> {
    const service = await findUploadService(this.#deps.session(what)).catch((error: unknown) => {
      throw explain(error, 'The server could not be asked for its upload service');
    });
    if (!service) {
      throw new Failure(
        'no-upload-service',
        'This server has no file upload service: ask its operator for HTTP upload (XEP-0363), or use another account.',
      );
    }
    if (service.maxSize !== undefined && size > service.maxSize) {
      throw new Failure(
        'too-large',
        `The file has ${formatBytes(size)}, and this server takes at most ${formatBytes(service.maxSize)}: send a smaller one.`,
      );
    }
    return service;
  }

  /** Starts to send a file. Result: the transfer's id. @throws Failure as {@link check} */
  async send(to: Jid, file: OutgoingFile): Promise<string> {
    const service = await this.check(file.content.byteLength, `${file.name} was not sent`);
    const id = randomUUID();
    const { name, content } = file;
    const transfer = { id, to, name, size: content.byteLength, sent: 0, state: 'running' } as const;
    this.#set(transfer);
    void this.#run(transfer, service, file);
    return id;
  }

  find(id: string): Transfer | undefined {
    return this.#transfers.get(id);
  }

  /**
   * Tries a failed transfer again, under its id; does nothing in any other state.
   * @throws Failure as {@link check}, or when too many have failed since
   */
  async retry(id: string): Promise<void> {
    const { name, size, state } = this.#transfers.get(id) ?? {};
    if (state !== 'failed' || name === undefined || size === undefined) return;
    const service = await this.check(size, `${name} was not sent`);
    const transfer = this.#transfers.get(id);
    // Meanwhile it may have been tried again, or given up.
    if (transfer?.state !== 'failed') return;
    const file = this.#failed.get(id);
    if (!file) throw new Failure('no-file', `${name} is no longer at hand: send it anew.`);
    this.#failed.delete(id);
    const { error, ...rest } = transfer;
    const again = { ...rest, sent: 0, state: 'running' } as const;
    this.#set(again);
    void this.#run(again, service, file);
  }

  /** Stops a transfer; one that has failed is given up. */
  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
    const transfer = this.#transfers.get(id);
    if (transfer?.state !== 'failed') return;
    this.#failed.delete(id);
    this.#set({ ...transfer, state: 'cancelled' });
  }

  /**
   * Fetches an announced file, at most 100 MiB, and decrypts it where it lies encrypted.
   *
   * @param id ends it when it is cancelled under that.
   * @throws Failure; also where what came is not what was announced
   */
  async fetch(file: AnnouncedFile, id: string = randomUUID()): Promise<Uint8Array> {
    const { url } = file;
    if (url === undefined) {
      throw new Failure('no-file', `${file.name} is still being sent: wait until it is here.`);
    }
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    try {
      return await fetchFile(
        { ...file, url },
        {
          trustedCa: this.#deps.trustedCa(),
          signal: abort.signal,
          maxBytes: MAX_DOWNLOAD_BYTES,
        },
      );
    } catch (error) {
      throw explain(error, `${file.name} could not be fetched`);
    } finally {
      this.#aborts.delete(id);
    }
  }

  async #run(transfer: Transfer, service: UploadService, file: OutgoingFile): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(transfer.id, abort);
    try {
      const { name, mediaType, content } = file;
      const size = content.byteLength;
      const session = this.#deps.session(`${name} was not sent`);
      const slot = await requestSlot(session, service, { name, size, mediaType });
      const hashes = await upload(slot, content, {
        trustedCa: this.#deps.trustedCa(),
        signal: abort.signal,
        onProgress: (sent) => {
          this.#set({ ...transfer, sent });
        },
      });
      await this.#deps.announce(transfer.to, {
        ...{ name, url: slot.getUrl, size, mediaType, hashes },
      });
      this.#set({ ...transfer, sent: transfer.size, state: 'done' });
    } catch (error) {
      if (abort.signal.aborted) this.#set({ ...transfer, state: 'cancelled' });
      else {
        const { message } = explain(error, `${transfer.name} could not be sent`);
        this.#keepFailed(transfer.id, file);
        this.#set({ ...transfer, state: 'failed', error: message });
      }
    } finally {
      this.#aborts.delete(transfer.id);
    }
  }

  #keepFailed(id: string, file: OutgoingFile): void {
    this.#failed.set(id, file);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > RETRIABLE && oldest !== undefined) this.#failed.delete(oldest);
  }

  #set(transfer: Transfer): void {
    this.#transfers.set(transfer.id, transfer);
    const changed = [transfer];
    for (const old of this.#transfers.values()) {
      if (this.#transfers.size <= KEPT) break;
      if (old.state === 'running') continue;
      this.#transfers.delete(old.id);
      this.#failed.delete(old.id);
      changed.push(old);
    }
    for (const one of changed) this.#changed.fire(one);
  }
}
