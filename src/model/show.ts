/** Availability, from RFC 6121 §4.7.2.1 plus the two states that have no `<show/>`. */
export type Show = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline';

const BY_AVAILABILITY: readonly Show[] = ['chat', 'available', 'away', 'dnd', 'xa', 'offline'];

/** Own presence as chosen: `invisible` is connected without sending presence. */
export type OwnShow = Show | 'invisible';

/** The user's idle state, if detected. */
export type Idle = 'away' | 'xa';

/** Own presence as sent: available becomes away while idle. */
export function effectiveShow(chosen: OwnShow, idle: Idle | undefined): OwnShow {
  return idle && (chosen === 'available' || chosen === 'chat') ? idle : chosen;
}

/** Negative when `a` is more available than `b`: the order of lists and of a contact's devices. */
export function compareShow(a: Show, b: Show): number {
  return BY_AVAILABILITY.indexOf(a) - BY_AVAILABILITY.indexOf(b);
}
