import { Failure, userError } from '../base/userError.ts';

/**
 * A failed transfer; nothing in it holds a part of the URL's path. What code acts on:
 * `too-large`; `refused` by the server; `gone`: the file is no longer there; `untrusted`: the
 * connection is not secure; `offline`: no connection, or it broke; `timeout`: silence;
 * `cancelled` by the user; `damaged`: what came is not, or not all of, what was announced.
 */
export class TransferError extends Failure {
  override readonly name = 'TransferError';
}

/** @param maxSize the limit in bytes, where known. */
export function tooLarge(maxSize: number | undefined): TransferError {
  return new TransferError(
    maxSize === undefined
      ? userError('too-large')
      : userError('too-large.limit', { most: { bytes: maxSize } }),
  );
}

/** What came is not the file that was announced, or not all of it. */
export function damaged(): TransferError {
  return new TransferError(userError('damaged'));
}
