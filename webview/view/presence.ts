import type { Show } from '../../src/api/views.ts';
import { icon } from './dom.ts';

/** Shape and colour both tell the presence; the label is for tooltip and screen reader. */
const PRESENCE: Readonly<Record<Show, readonly [icon: string, label: string]>> = {
  chat: ['circle-filled', 'Free for chat'],
  available: ['circle-filled', 'Available'],
  away: ['clock', 'Away'],
  xa: ['clock', 'Away for long'],
  dnd: ['circle-slash', 'Do not disturb'],
  offline: ['circle-outline', 'Offline'],
};

export function presenceLabel(show: Show): string {
  return PRESENCE[show][1];
}

export function renderPresence(show: Show): HTMLElement {
  const [name, label] = PRESENCE[show];
  const element = icon(name, label);
  element.classList.add('presence', `presence-${show}`);
  return element;
}
