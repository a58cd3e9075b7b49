import { formatBytes } from './formatBytes.ts';

/** How far a transfer is, and once its speed can be told, how fast and for how long still. */
export function formatProgress(done: number, size: number, bytesPerSecond?: number): string {
  const percent = size === 0 ? 100 : Math.floor((100 * done) / size);
  const parts = [`${percent} % of ${formatBytes(size)}`];
  if (bytesPerSecond !== undefined) {
    parts.push(`${formatBytes(Math.round(bytesPerSecond))}/s`);
    if (bytesPerSecond > 0) parts.push(`${formatDuration((size - done) / bytesPerSecond)} left`);
  }
  return parts.join(' · ');
}

function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
