import { type Api, RequestError, type Subscription } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { fileProgress } from '../../api/transferProgress.ts';
import type { FileTransferView } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { TransferProgress } from './transferProgress.ts';

/**
 * Follows an accepted file to its end, whatever the outcome, with progress and a way to cancel.
 * @param isAwaited whether the user waits for it
 * @throws RequestError if it can no longer be followed
 */
export async function followReception(
  api: Api,
  of: OfChat,
  message: string,
  { name, isAwaited }: { readonly name: string; readonly isAwaited: boolean },
): Promise<FileTransferView> {
  const progress = new TransferProgress(t('Receiving {name}', { name }), {
    cancel: () => {
      // If it has ended already, there is nothing left to cancel.
      api.request('stopFile', { ...of, message }).catch(() => undefined);
    },
    isAwaited,
  });
  let watch: Subscription | undefined;
  const ended = new Promise<FileTransferView>((resolve, reject) => {
    watch = api.watch('fileTransfers', { account: of.account }, (change) => {
      if (change.kind === 'unavailable') reject(new RequestError(change.error));
      if (change.kind === 'remove' && change.ids.includes(message)) reject(gone());
      if (change.kind !== 'snapshot' && change.kind !== 'upsert') return;
      const transfer = change.items.find(({ id }) => id === message);
      if (transfer?.state === 'running' || transfer?.state === 'offered') {
        progress.update(transfer.done, transfer.size, fileProgress(transfer));
      } else if (transfer) resolve(transfer);
      else if (change.kind === 'snapshot') reject(gone());
    });
  });
  try {
    return await progress.until(ended);
  } finally {
    watch?.dispose();
  }
}

/** Offers end with their session. */
function gone(): RequestError {
  return new RequestError(userError('no-offer'));
}
