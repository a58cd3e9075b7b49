/** Files over HTTPS: to an upload slot (XEP-0363 §7), and from where a message says (XEP-0066). */
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { rootCertificates } from 'node:tls';
import { tooLarge, TransferError } from './transferError.ts';
import type { UploadSlot } from './xep/0363-httpUpload.ts';

const CHUNK_BYTES = 64 * 1024;
const SILENCE_MS = 30_000;
const MAX_REDIRECTS = 3;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

export interface TransferOptions {
  /** Certificates of authorities to trust besides the well-known ones, in PEM. */
  readonly ca?: string | undefined;
  /** Aborting it ends the transfer with the code `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how many bytes are done so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** How long the other side may be silent, in ms; 30 s when absent. */
  readonly silenceMs?: number | undefined;
}

/** Puts a file into its slot. No redirect is followed. @throws TransferError */
export async function upload(
  slot: UploadSlot,
  content: Uint8Array,
  options: TransferOptions = {},
): Promise<void> {
  await withRequest(slot.putUrl, 'PUT', headersOf(slot, content), options, async (outgoing) => {
    const answered = responseOf(outgoing);
    const early = await Promise.race([answered, write(outgoing, content, options)]);
    checkStatus(early ?? (await answered));
    if (early) {
      throw new TransferError('refused', 'The server did not take the whole file: try again.');
    }
  });
}

/**
 * Fetches a file; at most three redirects are followed, to `https:` only.
 *
 * @param options.maxBytes no more is read than that.
 * @returns the media type as the server says, without parameters; `application/octet-stream`
 *   where it says none.
 * @throws TransferError
 */
export async function download(
  url: string,
  options: TransferOptions & { readonly maxBytes: number },
): Promise<{ readonly content: Uint8Array; readonly mediaType: string }> {
  let from = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const headers = { 'accept-encoding': 'identity' };
    const { file, location } = await withRequest(
      from,
      'GET',
      headers,
      options,
      async (outgoing) => {
        outgoing.end();
        const response = await responseOf(outgoing);
        const location = redirectOf(response);
        if (location !== undefined) return { location };
        checkStatus(response);
        return {
          file: { content: await read(response, options), mediaType: mediaTypeOf(response) },
        };
      },
    );
    if (file) return file;
    from = URL.canParse(location, from) ? new URL(location, from).href : '';
  }
  throw new TransferError('refused', 'The server sends the download in circles: ask its operator.');
}

/** Makes a request, and lets go of its connection whatever comes of it. */
async function withRequest<T>(
  url: string,
  method: 'GET' | 'PUT',
  headers: Readonly<Record<string, string | readonly string[]>>,
  options: TransferOptions,
  run: (outgoing: ClientRequest) => Promise<T>,
): Promise<T> {
  const { ca, signal, silenceMs = SILENCE_MS } = options;
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new TransferError(
      'untrusted',
      'The address of the file is not a secure one (https): ask for it to be sent again.',
    );
  }
  if (signal?.aborted) throw cancelled();
  const requestOptions: RequestOptions = {
    method,
    headers: { ...headers, connection: 'close' },
    timeout: silenceMs,
    // Without an authority of our own the editor's own settings hold.
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  };
  const outgoing = request(url, requestOptions);
  // The first reason is the true one: what the connection says of its end comes after it.
  let reason: Error | undefined;
  const fail = (error: Error) => {
    reason ??= error;
    outgoing.destroy(error);
  };
  const abort = () => {
    fail(cancelled());
  };
  signal?.addEventListener('abort', abort);
  outgoing.on('error', fail);
  outgoing.on('timeout', () => {
    fail(new TransferError('timeout', 'The server fell silent during the transfer: try again.'));
  });
  try {
    return await run(outgoing);
  } catch (error) {
    throw error instanceof TransferError ? error : describe(reason ?? error);
  } finally {
    signal?.removeEventListener('abort', abort);
    outgoing.destroy();
  }
}

function headersOf(
  slot: UploadSlot,
  content: Uint8Array,
): Record<string, string | readonly string[]> {
  const headers: Record<string, string | string[]> = {
    'content-type': slot.mediaType,
    'content-length': String(content.length),
  };
  for (const [name, value] of slot.headers) {
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}

async function responseOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

/** Hands the whole content over, no faster than it leaves. */
async function write(
  outgoing: ClientRequest,
  content: Uint8Array,
  { onProgress }: TransferOptions,
): Promise<undefined> {
  let room = true;
  for (let sent = 0; sent < content.length;) {
    // Before a chunk, not after: once the last one is handed over, an answer is not early.
    if (!room) await once(outgoing, 'drain');
    const chunk = content.subarray(sent, sent + CHUNK_BYTES);
    room = outgoing.write(chunk);
    sent += chunk.length;
    onProgress?.(sent);
  }
  outgoing.end();
}

async function read(
  response: IncomingMessage,
  options: TransferOptions & { readonly maxBytes: number },
): Promise<Uint8Array> {
  const { maxBytes, onProgress } = options;
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
    onProgress?.(received);
  }
  return Buffer.concat(chunks);
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined;
}

function checkStatus({ statusCode = 0 }: IncomingMessage): void {
  if (statusCode >= 200 && statusCode < 300) return;
  if (statusCode === 413) throw tooLarge(undefined);
  if (statusCode === 404 || statusCode === 410) {
    throw new TransferError(
      'gone',
      'The file is no longer on the server: ask for it to be sent again.',
    );
  }
  throw new TransferError(
    'refused',
    `The server refused the transfer (HTTP ${statusCode}): try again, or ask its operator.`,
  );
}

function mediaTypeOf(response: IncomingMessage): string {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(type) ? type : 'application/octet-stream';
}

function cancelled(): TransferError {
  return new TransferError('cancelled', 'The transfer was cancelled: start it again if need be.');
}

/** A failed connection, by the code that Node gives it. */
function describe(error: unknown): unknown {
  if (error instanceof TransferError || !(error instanceof Error) || !('code' in error)) {
    return error;
  }
  const code = String(error.code);
  if (/CERT|TLS|SSL|VERIFY|ISSUER|EPROTO/.test(code)) {
    return new TransferError(
      'untrusted',
      `The file server's identity could not be verified (${code}): ask its operator to mend its certificate.`,
    );
  }
  return new TransferError(
    'offline',
    `The file server cannot be reached, or the connection broke (${code}): try again.`,
  );
}
