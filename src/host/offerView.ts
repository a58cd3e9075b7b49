import { basename } from 'node:path';
import type { OfferView } from '../api/views.ts';
import type { Account } from '../model/account/account.ts';
import type { OfferRecord } from '../model/history.ts';

/** @param stored what the message says: without a session that knows it, nothing goes on */
export function offerView(account: Account, message: string, stored: OfferRecord): OfferView {
  const live = account.incomingFiles.find(message);
  const { state, error, path } = live?.message.offer ?? stored;
  if (!live && (state === 'offered' || state === 'running')) return { state: 'lost' };
  const bytesPerSecond = live?.bytesPerSecond;
  return {
    state,
    ...(live && state === 'running' && { received: live.received }),
    ...(bytesPerSecond !== undefined && state === 'running' && { bytesPerSecond }),
    ...(error && { error }),
    ...(path !== undefined && { savedAs: basename(path) }),
  };
}
