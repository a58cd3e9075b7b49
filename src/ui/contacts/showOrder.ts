import type { Show } from '../../api/views.ts';

/** Most available first: the order of lists. */
export const SHOWS_BY_AVAILABILITY: readonly Show[] = [
  'chat',
  'available',
  'away',
  'dnd',
  'xa',
  'offline',
];
