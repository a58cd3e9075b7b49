import type { OwnShow } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';

/** The appearance of a presence: shapes differ, so that colour is never the only sign. */
interface PresenceLook {
  readonly label: () => string;
  readonly icon: string;
  readonly color: string | undefined;
}

export const PRESENCE_LOOKS: Readonly<Record<OwnShow, PresenceLook>> = {
  chat: { label: () => t('free to chat'), icon: 'comment', color: 'charts.green' },
  available: { label: () => t('available'), icon: 'circle-filled', color: 'charts.green' },
  away: { label: () => t('away'), icon: 'color-mode', color: 'charts.yellow' },
  xa: { label: () => t('away for long'), icon: 'watch', color: 'charts.orange' },
  dnd: { label: () => t('do not disturb'), icon: 'circle-slash', color: 'charts.red' },
  invisible: { label: () => t('invisible'), icon: 'eye-closed', color: undefined },
  offline: { label: () => t('offline'), icon: 'circle-outline', color: undefined },
};

export function showLabel(show: OwnShow): string {
  return PRESENCE_LOOKS[show].label();
}

/** The codicon of a presence, for labels: `$(…)`. */
export function showCodicon(show: OwnShow): string {
  return `$(${PRESENCE_LOOKS[show].icon})`;
}
