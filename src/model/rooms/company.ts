import type { Departure, DepartureKind } from '../../xmpp/xep/0045-departure.ts';
import type { Occupant } from '../../xmpp/xep/0045-occupant.ts';
import { recordOf, type RoomOccupant } from './occupantList.ts';
import { Occupants } from './occupants.ts';
import type { RoomEvent } from './roomEvents.ts';

/** The occupants of a room, and their comings and goings; silent while they are gathered. */
export class Company {
  readonly occupants: Occupants;
  readonly #tell: (event: RoomEvent) => void;

  constructor(tell: (event: RoomEvent) => void) {
    this.#tell = tell;
    this.occupants = new Occupants((change) => {
      tell({ kind: 'occupants', change });
    });
  }

  /** Presence of an occupant. @param isOwn whether it is ours, which is not reported as a join */
  hear(occupant: Occupant, isOwn: boolean): void {
    const record = recordOf(occupant);
    const known = this.occupants.get(record.nick);
    this.occupants.set(record);
    if (this.occupants.isGathering) return;
    if (known) this.#compare(known, record, isOwn);
    else if (!isOwn) this.#tell({ kind: 'entered', occupant: record });
  }

  #compare(before: RoomOccupant, now: RoomOccupant, isOwn: boolean): void {
    if (before.role === now.role && before.affiliation === now.affiliation) return;
    this.#tell({
      ...{ kind: 'standing', nick: now.nick, isOwn },
      before: { role: before.role, affiliation: before.affiliation },
      now: { role: now.role, affiliation: now.affiliation },
    });
  }

  /** Another occupant has left. Prosody also says so of members who are away. */
  depart(departure: Departure, how: Exclude<DepartureKind, 'nickChange'>): void {
    const { nick, reason, status, actor } = departure;
    const occupant = this.occupants.delete(nick);
    if (!occupant || this.occupants.isGathering) return;
    this.#tell({ kind: 'exited', occupant, how, reason, status, ...(actor && { actor }) });
  }

  /** An occupant has another nick now: they neither leave nor enter (XEP-0045 §7.6). */
  rename(from: string, to: string, isOwn: boolean): void {
    const occupant = from === to ? undefined : this.occupants.delete(from);
    if (!occupant) return;
    this.occupants.set(Object.freeze({ ...occupant, nick: to }));
    if (!this.occupants.isGathering) this.#tell({ kind: 'renamed', from, to, isOwn });
  }
}
