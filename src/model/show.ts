/** Availability, from RFC 6121 §4.7.2.1 plus the two states that have no `<show/>`. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

const BY_AVAILABILITY: readonly Show[] = ['chat', 'available', 'away', 'dnd', 'xa', 'offline'];

/** Own presence as the user chooses it: `invisible` is to be connected while nobody is told. */
export type OwnShow = Show | 'invisible';

/** How far away from the keyboard the user is, where that is noticed. */
export type Idle = 'away' | 'xa';

/** What is told of own presence: whoever would be available is away while idle. */
export function effectiveShow(chosen: OwnShow, idle: Idle | undefined): OwnShow {
  return idle && (chosen === 'available' || chosen === 'chat') ? idle : chosen;
}

/** Negative when `a` is more available than `b`: the order of lists and of a contact's devices. */
export function compareShow(a: Show, b: Show): number {
  return BY_AVAILABILITY.indexOf(a) - BY_AVAILABILITY.indexOf(b);
}
