import { formatBytes } from '../base/formatBytes.ts';

/**
 * Why a transfer failed, for code that acts on it:
 * `too-large`; `refused` by the server; `gone`: the file is no longer there; `untrusted`: the
 * connection is not secure; `offline`: no connection, or it broke; `timeout`: silence;
 * `cancelled` by the user; `damaged`: what came is not, or not all of, what was announced.
 */
export type TransferErrorCode =
  'too-large' | 'refused' | 'gone' | 'untrusted' | 'offline' | 'timeout' | 'cancelled' | 'damaged';

/** A failed transfer. The message is one sentence for the user, and holds no part of the URL's path. */
export class TransferError extends Error {
  readonly code: TransferErrorCode;

  constructor(code: TransferErrorCode, message: string) {
    super(message);
    this.name = 'TransferError';
    this.code = code;
  }
}

/** @param maxSize the limit in bytes, where known. */
export function tooLarge(maxSize: number | undefined): TransferError {
  const limit = maxSize === undefined ? '' : ` (at most ${formatBytes(maxSize)})`;
  return new TransferError(
    'too-large',
    `The file is larger than allowed${limit}: send it in smaller parts.`,
  );
}

/** What came is not the file that was announced, or not all of it. */
export function damaged(): TransferError {
  return new TransferError(
    'damaged',
    'What came is not the whole file as it was announced, and was not kept: try again, or ask for it to be sent again.',
  );
}
