import type { ClientRequest, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Failure, userError } from '../../base/userError.ts';
import { Pace } from './pace.ts';
import { requestAuthorities } from '../stream/net/tls/authorities.ts';
import { PrivateRedirect, type RedirectGuard } from '../stream/net/redirectGuard.ts';
import { PATIENT } from '../stream/net/openSocket.ts';
import { cancelled, tooLarge, TransferError } from '../transferError.ts';

const GRACE_MS = 30_000;

export interface TransferOptions {
  /** Certificate authorities to trust besides the default ones (PEM). */
  readonly trustedCa?: string | undefined;
  /** Aborts the transfer with the code `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes transferred so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** Maximum silence, and time beyond that for the size (see `Pace`), in ms; 30 s when absent. */
  readonly graceMs?: number | undefined;
  /** Checks the address, as the next one of a chain of redirects. */
  readonly guard?: RedirectGuard | undefined;
}

/** A request in progress, and its time limit. */
export interface Exchange {
  readonly outgoing: ClientRequest;
  readonly pace: Pace;
}

/**
 * Makes a request, and releases its connection whatever the outcome.
 *
 * @throws TransferError, and whatever Failure `run` ends with
 */
export async function withRequest<T>(
  url: string,
  method: 'GET' | 'PUT',
  headers: Readonly<Record<string, string | readonly string[]>>,
  options: TransferOptions,
  run: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  const { trustedCa, signal, graceMs = GRACE_MS, guard } = options;
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new TransferError(userError('untrusted.address'));
  }
  if (signal?.aborted) throw cancelled();
  const outgoing = request(url, {
    ...PATIENT,
    method,
    headers: { ...headers, connection: 'close' },
    ...(guard && judge(guard, url)),
    ...requestAuthorities(trustedCa),
  });
  // The first reason is the cause: errors of the closed connection follow it.
  let reason: Error | undefined;
  const fail = (error: Error) => {
    reason ??= error;
    outgoing.destroy(error);
  };
  const abort = () => {
    fail(cancelled());
  };
  const pace = new Pace(graceMs, () => {
    fail(new TransferError(userError('timeout.transfer')));
  });
  signal?.addEventListener('abort', abort);
  outgoing.on('error', fail);
  try {
    return await run({ outgoing, pace });
  } catch (error) {
    throw error instanceof Failure ? error : describe(reason ?? error);
  } finally {
    pace.stop();
    signal?.removeEventListener('abort', abort);
    outgoing.destroy();
  }
}

/** The server's response; rejects if the connection ends without one. */
export function responseOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.once('close', () => {
      reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
}

/** The error for a refusal by the server. */
export function refusal({ statusCode = 0 }: IncomingMessage): TransferError {
  switch (statusCode) {
    case 413:
      return tooLarge(undefined);
    case 404:
    case 410:
      return new TransferError(userError('gone.file'));
    default:
      return new TransferError(userError('refused.http', { status: String(statusCode) }));
  }
}

/** @throws TransferError */
function judge(guard: RedirectGuard, url: string): ReturnType<RedirectGuard['next']> {
  try {
    return guard.next(new URL(url));
  } catch (error) {
    throw describe(error);
  }
}

/** Converts the error of a failed connection, by Node's error code. */
function describe(error: unknown): unknown {
  if (error instanceof PrivateRedirect) {
    return new TransferError(userError('untrusted.private-network'));
  }
  if (error instanceof TransferError || !(error instanceof Error) || !('code' in error)) {
    return error;
  }
  const reason = String(error.code);
  if (/CERT|TLS|SSL|VERIFY|ISSUER|EPROTO/.test(reason)) {
    return new TransferError(userError('untrusted.certificate', { reason }));
  }
  return new TransferError(userError('offline.file-server', { reason }));
}
