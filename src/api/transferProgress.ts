import { formatBytes } from '../base/formatBytes.ts';
import type { TransferView } from './views.ts';

/** How far a running transfer is, how fast it goes, how long it takes, and which way. */
export function transferProgress({ sent, size, speed, way }: TransferView): string {
  const percent = size === 0 ? 100 : Math.floor((100 * sent) / size);
  const parts = [`${percent} % of ${formatBytes(size)}`];
  if (speed !== undefined) parts.push(`${formatBytes(speed)}/s`);
  if (speed !== undefined && speed > 0 && sent < size) {
    parts.push(`${timeText((size - sent) / speed)} left`);
  }
  if (way === 'upload') parts.push('by the server');
  else parts.push(sent === 0 ? 'waits until they accept it' : 'directly to their device');
  return parts.join(' · ');
}

/** A time in its largest unit. */
function timeText(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 100 ? `${hours} h ${minutes % 60} min` : 'days';
}
