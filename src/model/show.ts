/** Availability, from RFC 6121 §4.7.2.1 plus the two states that have no `<show/>`. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

const BY_AVAILABILITY: readonly Show[] = ['chat', 'available', 'away', 'dnd', 'xa', 'offline'];

/** Negative when `a` is more available than `b`: the order of lists and of a contact's devices. */
export function compareShow(a: Show, b: Show): number {
  return BY_AVAILABILITY.indexOf(a) - BY_AVAILABILITY.indexOf(b);
}
