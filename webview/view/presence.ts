import type { Show } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { icon } from './dom.ts';
import type { Icon } from './icons.ts';

/** Shape and colour both show the presence; the label is the tooltip and the accessible name. */
const PRESENCE: Readonly<Record<Show, readonly [icon: Icon, label: () => string]>> = {
  chat: ['circle-filled', () => t('Free for chat')],
  available: ['circle-filled', () => t('Available')],
  away: ['clock', () => t('Away')],
  xa: ['clock', () => t('Away for long')],
  dnd: ['circle-slash', () => t('Do not disturb')],
  offline: ['circle-outline', () => t('Offline')],
};

export function presenceLabel(show: Show): string {
  return PRESENCE[show][1]();
}

export function renderPresence(show: Show): HTMLElement {
  const [name, label] = PRESENCE[show];
  const element = icon(name, label());
  element.classList.add('presence', `presence-${show}`);
  return element;
}

/** Stands in the place of the presence of a blocked contact. */
export function renderBlocked(): HTMLElement {
  const element = icon('circle-slash', t('Blocked'));
  element.classList.add('presence', 'presence-offline');
  return element;
}
