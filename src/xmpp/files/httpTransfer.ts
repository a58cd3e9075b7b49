/** File transfers over HTTPS: to an upload slot (XEP-0363 §7), and from a shared URL (XEP-0066). */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { userError } from '../../base/userError.ts';
import {
  type Exchange,
  refusal,
  responseOf,
  type TransferOptions,
  withRequest,
} from './httpRequest.ts';
import type { FileSource } from './fileOffer.ts';
import { piecesOf } from './filePieces.ts';
import type { Pace } from './pace.ts';
import { RedirectGuard } from '../stream/net/redirectGuard.ts';
import { damaged, tooLarge, TransferError } from '../transferError.ts';
import { type FileHash, Hashing } from '../xep/0300-hashes.ts';
import type { UploadSlot } from '../xep/0363-httpUpload.ts';
import { decryptFile, parseEncryptedSource } from '../xep/0454-mediaSharing.ts';

const MAX_REDIRECTS = 3;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

/** The requirements and limits of a download. */
export interface DownloadOptions extends TransferOptions {
  /** Maximum number of bytes read. */
  readonly maxBytes: number;
  /** The announced size in bytes: content of another size is rejected. */
  readonly size?: number | undefined;
  /** The announced hashes: content with others is rejected. */
  readonly hashes?: readonly FileHash[] | undefined;
}

/**
 * Uploads a file to its slot, as fast as it is read and taken. No redirect is followed.
 *
 * @returns the SHA-256 hash of the uploaded content
 * @throws TransferError, or the Failure of reading the file
 */
export async function upload(
  slot: UploadSlot,
  source: FileSource,
  options: TransferOptions = {},
): Promise<readonly FileHash[]> {
  const headers = headersOf(slot, source.size);
  return withRequest(slot.putUrl, 'PUT', headers, options, async (exchange) => {
    const hashing = new Hashing(['sha-256']);
    const answered = responseOf(exchange.outgoing);
    const early = await Promise.race([answered, write(exchange, source, hashing, options)]);
    const answer = early ?? (await answered);
    const { statusCode = 0 } = answer;
    if (statusCode < 200 || statusCode > 299) throw refusal(answer);
    if (early) {
      throw new TransferError(userError('refused.incomplete'));
    }
    return hashing.digest();
  });
}

/**
 * Downloads a file exactly as announced; follows at most three redirects, to `https:` only, and
 * never from the public Internet into a private network.
 *
 * @returns the media type sent by the server, without parameters; `application/octet-stream` if
 *   it sends none
 * @throws TransferError
 */
export async function download(
  url: string,
  options: DownloadOptions,
): Promise<{ readonly content: Uint8Array; readonly mediaType: string }> {
  const { maxBytes, size = 0, guard = new RedirectGuard() } = options;
  if (size > maxBytes) throw tooLarge(maxBytes);
  const headers = { 'accept-encoding': 'identity' };
  const run = async ({ outgoing, pace }: Exchange) => {
    outgoing.end();
    const response = await responseOf(outgoing);
    const location = redirectOf(response);
    if (location !== undefined) return { location };
    checkWhole(response, options);
    return { file: { content: await read(response, pace, options), mediaType: typeOf(response) } };
  };
  let from = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const result = await withRequest(from, 'GET', headers, { ...options, guard }, run);
    if (result.file) return result.file;
    from = URL.canParse(result.location, from) ? new URL(result.location, from).href : '';
  }
  throw new TransferError(userError('refused.circles'));
}

/**
 * Downloads an announced file; an encrypted one (XEP-0454) is decrypted, and its key is not sent.
 * @throws TransferError
 */
export async function fetchFile(
  file: { readonly url: string; readonly size?: number; readonly hashes?: readonly FileHash[] },
  options: Omit<DownloadOptions, 'size' | 'hashes'>,
): Promise<Uint8Array> {
  const encrypted = parseEncryptedSource(file.url);
  if (!encrypted) return (await download(file.url, { ...options, ...file })).content;
  return decryptFile((await download(encrypted.url, options)).content, encrypted);
}

function headersOf(slot: UploadSlot, size: number): Record<string, string | readonly string[]> {
  const headers: Record<string, string | string[]> = {
    'content-type': slot.mediaType,
    'content-length': String(size),
  };
  for (const [name, value] of slot.headers) {
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}

/** Writes the whole content, with backpressure to the source. */
async function write(
  { outgoing, pace }: Exchange,
  source: FileSource,
  hashing: Hashing,
  { onProgress }: TransferOptions,
): Promise<undefined> {
  let sent = 0;
  const pieces = piecesOf(source);
  for (;;) {
    const { value: piece, done } = await pace.except(pieces.next());
    if (done === true) break;
    // Before a piece, not after: once the last one is written, a response is not early.
    if (outgoing.writableNeedDrain) await once(outgoing, 'drain');
    if (outgoing.destroyed) return;
    outgoing.write(piece);
    hashing.update(piece);
    sent += piece.length;
    pace.count(piece.length);
    onProgress?.(sent);
  }
  pace.handedOver();
  outgoing.end();
}

/** Accepts only a 200, and only if its end can be distinguished from a truncation. */
function checkWhole(response: IncomingMessage, { size, maxBytes }: DownloadOptions): void {
  if (response.statusCode !== 200) throw refusal(response);
  const coding = response.headers['content-encoding'] ?? 'identity';
  const transfer = response.headers['transfer-encoding'];
  if (coding !== 'identity' || (transfer ?? 'chunked') !== 'chunked') {
    throw new TransferError(userError('refused.encoding'));
  }
  const length = response.headers['content-length'];
  if (length === undefined) {
    if (transfer === undefined && size === undefined) throw damaged();
    return;
  }
  if (Number(length) > maxBytes) throw tooLarge(maxBytes);
  if (size !== undefined && Number(length) !== size) throw damaged();
}

async function read(
  response: IncomingMessage,
  pace: Pace,
  { maxBytes, size, hashes = [], onProgress }: DownloadOptions,
): Promise<Uint8Array> {
  const hashing = new Hashing(hashes.map(({ algorithm }) => algorithm));
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > (size ?? maxBytes)) throw size === undefined ? tooLarge(maxBytes) : damaged();
    chunks.push(chunk);
    hashing.update(chunk);
    pace.count(chunk.length);
    onProgress?.(received);
  }
  const proofs = new Set(hashing.digest().map(({ algorithm, value }) => `${algorithm} ${value}`));
  const proven = hashes.every(({ algorithm, value }) => proofs.has(`${algorithm} ${value}`));
  if (received !== (size ?? received) || !proven) throw damaged();
  return Buffer.concat(chunks);
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined;
}

function typeOf(response: IncomingMessage): string {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(type) ? type : 'application/octet-stream';
}
