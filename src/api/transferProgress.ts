import { formatBytes } from '../base/formatBytes.ts';
import { formatProgress } from '../base/formatProgress.ts';
import { t } from '../base/l10n.ts';
import type { FileTransferView, TransferView } from './views.ts';

/** How far a running transfer is, how fast it goes, how long it takes, and which way. */
export function transferProgress({ sent, size, bytesPerSecond, way }: TransferView): string {
  if (way !== 'upload' && sent === 0) return offeredProgress(size);
  const progress = formatProgress(sent, size, bytesPerSecond);
  return `${progress} · ${way === 'upload' ? t('by the server') : t('directly to their device')}`;
}

/** That a file of ours waits for the answer of the other side. */
export function offeredProgress(size: number | undefined): string {
  const waits = t('waits until they accept it');
  return size === undefined ? waits : `${formatBytes(size)} · ${waits}`;
}

/** How far a running transfer of either direction is, and whether it waits for its connection. */
export function fileProgress({
  bytesPerSecond,
  done,
  isWaiting,
  size,
}: Pick<FileTransferView, 'bytesPerSecond' | 'done' | 'isWaiting' | 'size'>): string {
  if (isWaiting) return `${formatProgress(done, size)} · ${t('waits for the server')}`;
  return formatProgress(done, size, bytesPerSecond);
}
