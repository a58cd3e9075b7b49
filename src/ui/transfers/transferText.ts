import { say } from '../../api/say.ts';
import { fileProgress } from '../../api/transferProgress.ts';
import type { FileTransferView } from '../../api/views.ts';
import { formatBytes } from '../../base/formatBytes.ts';

/** Who it comes from or goes to. */
export function partnerWords({ direction, chatName }: FileTransferView): string {
  return direction === 'in' ? `from ${chatName}` : `to ${chatName}`;
}

/** How far it is, in some words. */
export function stateWords(transfer: FileTransferView): string {
  const { direction, error, size, state } = transfer;
  switch (state) {
    case 'offered':
      return size === undefined
        ? 'waits for your answer'
        : `${formatBytes(size)}, waits for your answer`;
    case 'running':
      return fileProgress(transfer);
    case 'done':
      return direction === 'in' ? 'received' : 'sent';
    case 'declined':
      return 'declined';
    case 'cancelled':
      return 'cancelled';
    case 'withdrawn':
      return 'taken back';
    case 'lost':
      return 'not received';
    case 'failed':
      return error ? say(error) : 'failed';
  }
}
