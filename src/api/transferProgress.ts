import { formatProgress } from '../base/formatProgress.ts';
import type { TransferView } from './views.ts';

/** How far a running transfer is, how fast it goes, how long it takes, and which way. */
export function transferProgress({ sent, size, bytesPerSecond, way }: TransferView): string {
  const progress = formatProgress(sent, size, bytesPerSecond);
  if (way === 'upload') return `${progress} · by the server`;
  return `${progress} · ${sent === 0 ? 'waits until they accept it' : 'directly to their device'}`;
}
