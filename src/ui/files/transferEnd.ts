import { type Api, RequestError, type Subscription } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { TransferView } from '../../api/views.ts';
import { userError } from '../../base/userError.ts';

interface Following {
  /** Called with the progress. */
  readonly report?: (transfer: TransferView) => void;
  /** Absent: whether it has stopped, even if it can be retried. */
  readonly isOver?: (transfer: TransferView) => boolean;
}

/**
 * Follows a transfer of a chat to its end, whatever the outcome.
 * @throws RequestError if the transfer can no longer be followed
 */
export async function endOfTransfer(
  api: Api,
  of: OfChat,
  id: string,
  { report, isOver = ({ state }) => state !== 'running' }: Following = {},
): Promise<TransferView> {
  let watch: Subscription | undefined;
  try {
    return await new Promise<TransferView>((resolve, reject) => {
      watch = api.watch('transfers', of, (change) => {
        if (change.kind === 'unavailable') reject(new RequestError(change.error));
        if (change.kind === 'remove' && change.ids.includes(id)) reject(transferGone());
        if (change.kind !== 'snapshot' && change.kind !== 'upsert') return;
        const transfer = change.items.find((item) => item.id === id);
        if (transfer) report?.(transfer);
        else if (change.kind === 'snapshot') reject(transferGone());
        if (transfer && isOver(transfer)) resolve(transfer);
      });
    });
  } finally {
    watch?.dispose();
  }
}

/** Transfers end with their session. */
function transferGone(): RequestError {
  return new RequestError(userError('transfer-gone'));
}
