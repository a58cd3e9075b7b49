import { formatBytes } from './formatBytes.ts';
import { t } from './l10n.ts';

/**
 * How far a transfer is, and once its speed is known, how fast it goes and how long it takes.
 * @param size in bytes, if it is known
 */
export function formatProgress(
  done: number,
  size: number | undefined,
  bytesPerSecond?: number,
): string {
  const percent = size === 0 ? 100 : Math.floor((100 * done) / (size ?? NaN));
  const parts = [
    size === undefined
      ? formatBytes(done)
      : t('{percent} % of {size}', { percent, size: formatBytes(size) }),
  ];
  if (bytesPerSecond !== undefined) {
    parts.push(`${formatBytes(bytesPerSecond)}/s`);
    const isRunning = size !== undefined && bytesPerSecond > 0 && done < size;
    if (isRunning) parts.push(timeLeft((size - done) / bytesPerSecond));
  }
  return parts.join(' · ');
}

function timeLeft(seconds: number): string {
  const time = formatDuration(seconds);
  return time === undefined ? t('days left') : t('{time} left', { time });
}

/** A time in its largest unit; `undefined` if it takes days. */
function formatDuration(seconds: number): string | undefined {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 100 ? `${hours} h ${minutes % 60} min` : undefined;
}
