import { Failure, userError } from '../base/userError.ts';
import { StanzaError } from './stanza/stanzaError.ts';

/**
 * A failed transfer; nothing in it holds a part of the URL's path. What code acts on:
 * `too-large`; `refused` by the server; `gone`: the file is no longer there; `untrusted`: the
 * connection is not secure; `offline`: no connection, or it broke; `timeout`: silence;
 * `cancelled` by the user or the peer; `declined` by the peer; `unreachable`: no way to the peer; `damaged`: what came is
 * not, or not all of, what was announced.
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

/** A stream with a peer ended before all was there, and neither side has said why. */
export function broken(): TransferError {
  return new TransferError(userError('offline.stream'));
}

/** Cancelled by the user here, or by the peer. */
export function cancelled(): TransferError {
  return new TransferError(userError('cancelled'));
}

/** The error of a stream with a peer, by what it or a server answered. */
export function transferErrorOf(error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  if (!(error instanceof StanzaError)) {
    return new TransferError(userError('internal'), { cause: error });
  }
  switch (error.condition) {
    case 'not-connected':
      return new TransferError(userError('offline.transfer'));
    case 'remote-server-timeout':
      return new TransferError(userError('timeout.peer'));
    case 'recipient-unavailable':
    case 'remote-server-not-found':
    case 'service-unavailable':
      return new TransferError(userError('offline.peer'));
    case 'bad-request':
    case 'unexpected-request':
      return damaged();
    // The peer does not want the stream, or no longer.
    case 'forbidden':
    case 'item-not-found':
    case 'not-acceptable':
    case 'not-allowed':
      return cancelled();
    default:
      return broken();
  }
}

/** No stream with the peer could be made, in any way that both support. */
export function unreachable(): TransferError {
  return new TransferError(userError('unreachable'));
}
