/** Downloads over HTTPS from a shared URL (XEP-0066), which go on where they were cut. */
import type { IncomingMessage } from 'node:http';
import { type Clock, systemClock } from '../../base/clock.ts';
import { userError } from '../../base/userError.ts';
import { RedirectGuard } from '../stream/net/redirectGuard.ts';
import { cancelled, damaged, tooLarge, TransferError } from '../transferError.ts';
import type { FileHash } from '../xep/0300-hashes.ts';
import { parseEncryptedSource } from '../xep/0454-mediaSharing.ts';
import { rangeHeaders, sizeOfRange, strongValidator } from './byteRange.ts';
import { DecryptingSink, type FileSink, HashCheck, MemorySink } from './fileSink.ts';
import {
  type Exchange,
  refusal,
  responseOf,
  type TransferOptions,
  withRequest,
} from './httpRequest.ts';
import type { Pace } from './pace.ts';

const MAX_REDIRECTS = 3;
/** A try that gains less than this, in bytes, counts as failed. */
const LEAST_GAIN = 64 * 1024;

/** A file at a URL, as it was announced. */
export interface RemoteFile {
  /** `https:`, or `aesgcm:` (XEP-0454). */
  readonly url: string;
  /** In bytes: content of another size is rejected. */
  readonly size?: number | undefined;
  /** Content with others is rejected. */
  readonly hashes?: readonly FileHash[] | undefined;
}

export interface DownloadOptions extends Omit<TransferOptions, 'guard'> {
  /** Maximum number of bytes read. */
  readonly maxBytes: number;
  /**
   * How long to wait before each further try after a cut, in ms; absent: it is not tried again.
   * What a try gains starts the list again.
   */
  readonly retryAfterMs?: readonly number[] | undefined;
  /** By which it waits; the system's unless told otherwise. */
  readonly clock?: Clock | undefined;
  /** Called when a try was cut, and another one waits. */
  readonly onCut?: (() => void) | undefined;
  /** Makes the guard of a chain of redirects. */
  readonly guard?: (() => RedirectGuard) | undefined;
}

/**
 * A download into a sink, exactly as announced. Each try follows at most three redirects, to `https:`
 * only, and never from the public Internet into a private network.
 */
export class HttpDownload {
  readonly #url: string;
  readonly #sink: FileSink;
  readonly #announced: number | undefined;
  #size: number | undefined;
  #received = 0;
  #validator: string | undefined;
  #isWhole = false;

  /** @param file its size is that of what the server has */
  constructor({ url, size }: Pick<RemoteFile, 'url' | 'size'>, sink: FileSink) {
    this.#url = url;
    this.#sink = sink;
    this.#announced = size;
    this.#size = size;
  }

  /** In bytes, as announced, else as the server says; `undefined` until it is known. */
  get size(): number | undefined {
    return this.#size;
  }

  /**
   * Downloads what is missing; after `offline` and `timeout` it can be called again, and goes on.
   * @throws TransferError, or the Failure of the sink
   */
  async run(options: DownloadOptions): Promise<void> {
    const { retryAfterMs = [], clock = systemClock, onCut, signal } = options;
    let [failures, farthest] = [0, this.#received];
    while (!this.#isWhole) {
      try {
        await this.#try(options);
      } catch (error) {
        if (error instanceof TransferError && error.code === 'damaged') await this.#restart();
        if (this.#received - farthest >= LEAST_GAIN) failures = 0;
        farthest = Math.max(farthest, this.#received);
        const wait = retryAfterMs[failures++];
        if (farthest === 0 || wait === undefined || !isCut(error)) throw error;
        onCut?.();
        await pause(clock, wait, signal);
      }
    }
  }

  async #try(options: DownloadOptions): Promise<void> {
    const { guard: newGuard = () => new RedirectGuard(), ...rest } = options;
    if ((this.#announced ?? 0) > options.maxBytes) throw tooLarge(options.maxBytes);
    const guard = newGuard();
    let from = this.#url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const headers = { 'accept-encoding': 'identity', ...this.#range() };
      const next = await withRequest(from, 'GET', headers, { ...rest, guard }, (exchange) =>
        this.#exchange(exchange, from, options),
      );
      if (next === undefined) return;
      from = next;
    }
    throw new TransferError(userError('refused.circles'));
  }

  #range(): Record<string, string> {
    if (this.#received === 0 || this.#validator === undefined) return {};
    return rangeHeaders(this.#received, this.#validator);
  }

  /** @returns the URL to ask next; `undefined` once all is there */
  async #exchange(
    { outgoing, pace }: Exchange,
    from: string,
    options: DownloadOptions,
  ): Promise<string | undefined> {
    outgoing.end();
    const response = await responseOf(outgoing);
    const location = redirectOf(response);
    if (location !== undefined)
      return URL.canParse(location, from) ? new URL(location, from).href : '';
    if (!this.#goesOn(response)) {
      await this.#restart();
      // A part of something else, or none: the whole file is asked for.
      if (response.statusCode === 206 || response.statusCode === 416) return from;
      this.#size = sizeOfWhole(response, this.#announced);
      this.#validator = strongValidator(response.headers);
    }
    if ((this.#size ?? 0) > options.maxBytes) throw tooLarge(options.maxBytes);
    await this.#read(response, pace, options);
    return undefined;
  }

  /** Whether a response continues what was received. @throws TransferError for a refusal */
  #goesOn(response: IncomingMessage): boolean {
    const [offset, validator, { statusCode = 0 }] = [this.#received, this.#validator, response];
    if (offset === 0 || validator === undefined) {
      if (statusCode !== 200) throw refusal(response);
      return false;
    }
    if (![200, 206, 416].includes(statusCode)) throw refusal(response);
    if (statusCode !== 206) return false;
    checkCoding(response);
    const size = sizeOfRange(response, { offset, validator, size: this.#size });
    this.#size ??= size;
    return size !== undefined;
  }

  async #read(
    response: IncomingMessage,
    pace: Pace,
    { maxBytes, onProgress }: DownloadOptions,
  ): Promise<void> {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (this.#received + chunk.length > (this.#size ?? maxBytes)) {
        throw this.#size === undefined ? tooLarge(maxBytes) : damaged();
      }
      await pace.except(this.#sink.write(chunk));
      this.#received += chunk.length;
      pace.count(chunk.length);
      onProgress?.(this.#received);
    }
    if (this.#received !== (this.#size ?? this.#received)) throw damaged();
    await pace.except(this.#sink.end());
    this.#isWhole = true;
  }

  async #restart(): Promise<void> {
    const isDirty = this.#received > 0;
    this.#received = 0;
    this.#validator = undefined;
    if (isDirty) await this.#sink.restart();
  }
}

/** A download of an announced file; an encrypted one (XEP-0454) is decrypted, and its key not sent. */
export function downloadOf(file: RemoteFile, sink: FileSink): HttpDownload {
  const encrypted = parseEncryptedSource(file.url);
  if (encrypted)
    return new HttpDownload({ url: encrypted.url }, new DecryptingSink(sink, encrypted));
  return new HttpDownload(file, new HashCheck(sink, file.hashes ?? []));
}

/** Downloads an announced file into memory. @throws TransferError */
export async function fetchFile(file: RemoteFile, options: DownloadOptions): Promise<Uint8Array> {
  const sink = new MemorySink();
  await downloadOf(file, sink).run(options);
  return sink.content;
}

/** Whether what failed may go well a little later. */
function isCut(error: unknown): boolean {
  if (!(error instanceof TransferError)) return false;
  const isServers = error.code === 'refused' && Number(error.text('status')) >= 500;
  return isServers || error.code === 'offline' || error.code === 'timeout';
}

/** The size of a whole response, if it is announced; its end can be distinguished from a cut. */
function sizeOfWhole(response: IncomingMessage, announced: number | undefined): number | undefined {
  checkCoding(response);
  const length = response.headers['content-length'];
  if (length === undefined) {
    const isChunked = response.headers['transfer-encoding'] !== undefined;
    if (!isChunked && announced === undefined) throw damaged();
    return announced;
  }
  if (announced !== undefined && Number(length) !== announced) throw damaged();
  return Number(length);
}

/** @throws TransferError if the bytes are not those of the file */
function checkCoding({ headers }: IncomingMessage): void {
  const transfer = headers['transfer-encoding'] ?? 'chunked';
  if ((headers['content-encoding'] ?? 'identity') !== 'identity' || transfer !== 'chunked') {
    throw new TransferError(userError('refused.encoding'));
  }
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined;
}

/** @throws TransferError `cancelled` as soon as it is */
async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      timer.dispose();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.after(ms, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
  if (signal?.aborted === true) throw cancelled();
}
