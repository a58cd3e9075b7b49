import type { Show } from '../../api/views.ts';

/** The sort order of lists, most available first. */
export const SHOWS_BY_AVAILABILITY: readonly Show[] = [
  'chat',
  'available',
  'away',
  'dnd',
  'xa',
  'offline',
];
