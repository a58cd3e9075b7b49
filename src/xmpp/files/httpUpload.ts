/** Uploads over HTTPS to a slot (XEP-0363 §7). */
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
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
import { TransferError } from '../transferError.ts';
import { type FileHash, Hashing } from '../xep/0300-hashes.ts';
import type { UploadSlot } from '../xep/0363-httpUpload.ts';

/** Size from which a file is sent only when the server has read the request and agrees, in bytes. */
const EXPECTING_BYTES = 2 ** 20;
/** How long it may take to agree, before the file is sent nevertheless, in ms (RFC 9110 §10.1.1). */
const CONTINUE_MS = 1000;
const EXPECTATION_FAILED = '417';

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
  if (source.size < EXPECTING_BYTES) return put(slot, headers, source, options);
  try {
    return await put(slot, { ...headers, expect: '100-continue' }, source, options);
  } catch (error) {
    const status = error instanceof TransferError ? error.text('status') : undefined;
    if (status !== EXPECTATION_FAILED) throw error;
    return put(slot, headers, source, options);
  }
}

async function put(
  slot: UploadSlot,
  headers: Readonly<Record<string, string | readonly string[]>>,
  source: FileSource,
  options: TransferOptions,
): Promise<readonly FileHash[]> {
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
  if (outgoing.hasHeader('expect')) await continued(outgoing);
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

/** Waits until the server asks for the content, or answers, or says nothing in time. */
async function continued(outgoing: ClientRequest): Promise<void> {
  const signal = AbortSignal.timeout(CONTINUE_MS);
  await once(outgoing, 'continue', { signal }).catch(() => undefined);
}
