import type { Jid } from '../../base/jid.ts';
import type { PresenceShow } from '../../xmpp/stanza/availability.ts';
import type { Occupant } from '../../xmpp/xep/0045-occupant.ts';
import type { RoomAffiliation, RoomRole } from '../../xmpp/xep/0045-user.ts';
import type { Hat } from '../../xmpp/xep/0317-hats.ts';

/** Maximum number of occupants; further ones are ignored, as a service may invent them. */
const MAX_OCCUPANTS = 50_000;

/** An occupant of a room, as kept. Immutable. */
export interface RoomOccupant {
  readonly nick: string;
  readonly role: RoomRole;
  readonly affiliation: RoomAffiliation;
  readonly show: PresenceShow;
  /** Real JIDs, one for each session of the nick; mostly not shown. */
  readonly jids: readonly Jid[];
  /** Claimed hats, to be checked by `wornHats` (XEP-0317). */
  readonly hats: readonly Hat[];
  /** Valid only in a room that announces XEP-0421. */
  readonly occupantId: string | undefined;
  /** As in `Occupant.avatarHash` (XEP-0153). */
  readonly avatarHash: string | undefined;
}

/** The number of occupants of each role; `none` is a role that no occupant should have (§5.1). */
export type RoleCounts = Readonly<Record<RoomRole, number>>;

/** What is kept of an occupant's presence: all have the same properties, which saves memory. */
export function recordOf(occupant: Occupant): RoomOccupant {
  const { nick, role, affiliation, show, jids, hats, occupantId, avatarHash } = occupant;
  return Object.freeze({ nick, role, affiliation, show, jids, hats, occupantId, avatarHash });
}

/** Occupants by nick, in the order of arrival, and their counts by role. */
export class OccupantList {
  readonly #byNick = new Map<string, RoomOccupant>();
  readonly #counts: Record<RoomRole, number> = {
    moderator: 0,
    participant: 0,
    visitor: 0,
    none: 0,
  };

  get counts(): RoleCounts {
    return this.#counts;
  }

  get size(): number {
    return this.#byNick.size;
  }

  get(nick: string): RoomOccupant | undefined {
    return this.#byNick.get(nick);
  }

  values(): Iterable<RoomOccupant> {
    return this.#byNick.values();
  }

  /** Adds an occupant, or replaces the one of this nick. @returns whether that changed something */
  set(occupant: RoomOccupant): boolean {
    const known = this.#byNick.get(occupant.nick);
    if (known ? isSame(known, occupant) : this.#byNick.size >= MAX_OCCUPANTS) return false;
    if (known) this.#counts[known.role] -= 1;
    this.#counts[occupant.role] += 1;
    this.#byNick.set(occupant.nick, occupant);
    return true;
  }

  /** @returns the removed occupant, if there was one */
  delete(nick: string): RoomOccupant | undefined {
    const known = this.#byNick.get(nick);
    if (!known) return undefined;
    this.#counts[known.role] -= 1;
    this.#byNick.delete(nick);
    return known;
  }
}

/** Prosody sends all presence again when real JIDs begin or cease to be shown. */
function isSame(a: RoomOccupant, b: RoomOccupant): boolean {
  return (
    a.role === b.role &&
    a.affiliation === b.affiliation &&
    a.show === b.show &&
    a.occupantId === b.occupantId &&
    a.avatarHash === b.avatarHash &&
    a.jids.length === b.jids.length &&
    a.jids.every((jid, at) => jid.full === b.jids[at]?.full) &&
    a.hats.length === b.hats.length &&
    a.hats.every(({ uri, title }, at) => uri === b.hats[at]?.uri && title === b.hats[at].title)
  );
}
