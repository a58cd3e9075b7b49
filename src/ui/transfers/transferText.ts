import { say } from '../../api/say.ts';
import { fileProgress, offeredProgress } from '../../api/transferProgress.ts';
import type { FileTransferView } from '../../api/views.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import { t } from '../../base/l10n.ts';

/** Who it comes from or goes to. */
export function partnerWords({ direction, chatName }: FileTransferView): string {
  return direction === 'in'
    ? t('from {name}', { name: chatName })
    : t('to {name}', { name: chatName });
}

/** How far it is, in some words. */
export function stateWords(transfer: FileTransferView): string {
  const { direction, error, size, state } = transfer;
  switch (state) {
    case 'offered':
      if (direction === 'out') return offeredProgress(size);
      return size === undefined
        ? t('waits for your answer')
        : t('{size}, waits for your answer', { size: formatBytes(size) });
    case 'running':
      return fileProgress(transfer);
    case 'done':
      return direction === 'in' ? t('received') : t('sent');
    case 'declined':
      return t('declined');
    case 'cancelled':
      return t('cancelled');
    case 'withdrawn':
      return t('taken back');
    case 'lost':
      return t('not received');
    case 'failed':
      return error ? say(error) : t('failed');
  }
}
