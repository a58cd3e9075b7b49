import { basename } from 'node:path';
import { savingId } from '../api/savingId.ts';
import type { SavingView } from '../api/views.ts';
import type { Account } from '../model/account/account.ts';

/**
 * How far a file of a message is on its way from its address to the disk; `undefined` unless it is saved in this
 * session, or if that was cancelled.
 */
export function savingView(
  account: Account,
  message: string,
  file: number,
): SavingView | undefined {
  const download = account.downloads.find(savingId(message, file));
  if (!download || download.state === 'cancelled') return undefined;
  const { state, received, size, isWaiting, bytesPerSecond, error, path } = download;
  return {
    ...{ state, received },
    ...(size !== undefined && { size }),
    ...(isWaiting && { isWaiting }),
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(error && { error }),
    ...(path !== undefined && state === 'done' && { savedAs: basename(path) }),
  };
}
