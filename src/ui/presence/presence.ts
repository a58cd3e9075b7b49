import type { OwnShow } from '../../api/views.ts';

/** The appearance of a presence: shapes differ, so that colour is never the only sign. */
interface PresenceLook {
  readonly label: string;
  readonly icon: string;
  readonly color: string | undefined;
}

export const PRESENCE_LOOKS: Readonly<Record<OwnShow, PresenceLook>> = {
  chat: { label: 'free to chat', icon: 'comment', color: 'charts.green' },
  available: { label: 'available', icon: 'circle-filled', color: 'charts.green' },
  away: { label: 'away', icon: 'color-mode', color: 'charts.yellow' },
  xa: { label: 'away for long', icon: 'watch', color: 'charts.orange' },
  dnd: { label: 'do not disturb', icon: 'circle-slash', color: 'charts.red' },
  invisible: { label: 'invisible', icon: 'eye-closed', color: undefined },
  offline: { label: 'offline', icon: 'circle-outline', color: undefined },
};

export function showLabel(show: OwnShow): string {
  return PRESENCE_LOOKS[show].label;
}

/** The codicon of a presence, for labels: `$(…)`. */
export function showCodicon(show: OwnShow): string {
  return `$(${PRESENCE_LOOKS[show].icon})`;
}
