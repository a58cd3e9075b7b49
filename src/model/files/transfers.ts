import { randomUUID } from 'node:crypto';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import { fetchFile, upload } from '../../xmpp/files/httpTransfer.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import {
  findUploadService,
  requestSlot,
  type UploadService,
} from '../../xmpp/xep/0363-httpUpload.ts';
import { explain } from '../explain.ts';
import type { AnnouncedFile, AvailableFile } from '../history.ts';

/** Maximum size of a download: files are held in memory until they are saved. */
const MAX_DOWNLOAD_BYTES = 100 * 1024 * 1024;
/** Maximum number of finished transfers remembered for views, the newest. */
const KEPT = 50;
/** Maximum number of failed transfers that can be retried: their files are held in memory. */
const RETRIABLE = 5;

/** A file being sent to a contact. */
export interface Transfer {
  readonly id: string;
  readonly to: Jid;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sent: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly error?: UserError;
}

/** A file to send. */
export interface OutgoingFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

interface Deps {
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

/** File sending by HTTP upload (XEP-0363), announced out of band (XEP-0066). */
export class Transfers {
  readonly #deps: Deps;
  readonly #changed = new Emitter<Transfer>();
  readonly #transfers = new Map<string, Transfer>();
  readonly #aborts = new Map<string, AbortController>();
  /** The files of failed transfers, by id. */
  readonly #failed = new Map<string, OutgoingFile>();

  /** A transfer began, changed, or is no longer remembered. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  values(): Iterable<Transfer> {
    return this.#transfers.values();
  }

  /**
   * Finds a service for uploading `size` bytes.
   * @param task what fails otherwise
   * @returns the service, with its limit if announced
   * @throws Failure if offline, without a service, or too large
   */
  async check(size: number, task = userError('task.check-upload')): Promise<UploadService> {
    const service = await findUploadService(this.#deps.session(task)).catch((error: unknown) => {
      throw explain(error, userError('task.ask-upload-service'));
    });
    if (!service) throw failure('no-upload-service');
    const { maxSize } = service;
    if (maxSize !== undefined && size > maxSize) {
      throw failure('too-large.size', { size: { bytes: size }, most: { bytes: maxSize } });
    }
    return service;
  }

  /** Starts to send a file. @returns the transfer's id. @throws Failure as {@link check} */
  async send(to: Jid, file: OutgoingFile): Promise<string> {
    const service = await this.check(file.content.byteLength, notSent(file.name));
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
   * Retries a failed transfer under its id; does nothing in any other state.
   * @throws Failure as {@link check}, or if too many have failed since
   */
  async retry(id: string): Promise<void> {
    const { name, size, state } = this.#transfers.get(id) ?? {};
    if (state !== 'failed' || name === undefined || size === undefined) return;
    const service = await this.check(size, notSent(name));
    const transfer = this.#transfers.get(id);
    // Meanwhile it may have been retried or cancelled.
    if (transfer?.state !== 'failed') return;
    const file = this.#failed.get(id);
    if (!file) throw failure('no-file.forgotten', { name });
    this.#failed.delete(id);
    const { error, ...rest } = transfer;
    const again = { ...rest, sent: 0, state: 'running' } as const;
    this.#set(again);
    void this.#run(again, service, file);
  }

  /** Cancels a running or failed transfer. */
  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
    const transfer = this.#transfers.get(id);
    if (transfer?.state !== 'failed') return;
    this.#failed.delete(id);
    this.#set({ ...transfer, state: 'cancelled' });
  }

  /**
   * Downloads an announced file, at most 100 MiB, and decrypts it if it is encrypted.
   *
   * @param id for {@link cancel}
   * @throws Failure, also if the content is not what was announced
   */
  async fetch(file: AnnouncedFile, id: string = randomUUID()): Promise<Uint8Array> {
    const { url } = file;
    if (url === undefined) throw failure('no-file.on-its-way', { name: file.name });
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
      throw explain(error, userError('task.fetch-file', { name: file.name }));
    } finally {
      this.#aborts.delete(id);
    }
  }

  /** Forgets those that have ended and cannot be retried. */
  clear(): void {
    for (const transfer of this.#transfers.values()) {
      if (transfer.state === 'running' || this.#failed.has(transfer.id)) continue;
      this.#transfers.delete(transfer.id);
      this.#changed.fire(transfer);
    }
  }

  async #run(transfer: Transfer, service: UploadService, file: OutgoingFile): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(transfer.id, abort);
    try {
      const { name, mediaType, content } = file;
      const size = content.byteLength;
      const session = this.#deps.session(notSent(name));
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
        const { userError: told } = explain(
          error,
          userError('task.send-file', { name: transfer.name }),
        );
        this.#keepFailed(transfer.id, file);
        this.#set({ ...transfer, state: 'failed', error: told });
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

function notSent(name: string): UserError {
  return userError('task.start-sending', { name });
}
