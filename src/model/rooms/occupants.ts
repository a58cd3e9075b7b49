import { fold } from '../../base/fold.ts';
import type { RoomRole } from '../../xmpp/xep/0045-user.ts';
import { OccupantList, type RoleCounts, type RoomOccupant } from './occupantList.ts';

const ROLES: readonly RoomRole[] = ['moderator', 'participant', 'visitor', 'none'];
const BY_NICK = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** What changed in a room's list of occupants. */
export type OccupantsChange =
  | { readonly kind: 'reset' }
  /** Those with these nicks were added, changed or removed. */
  | { readonly kind: 'changed'; readonly nicks: readonly string[] };

/** The part of a list that a view shows. */
export interface OccupantWindow {
  /** Only those of this role. */
  readonly role?: RoomRole | undefined;
  /** Only those whose nick contains this text, folded as in a search. */
  readonly filter?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface OccupantPage {
  /** Moderators first, then by nick. */
  readonly occupants: readonly RoomOccupant[];
  /** How many there are of this role and filter. */
  readonly total: number;
}

/**
 * The occupants of one room. While joining, or synchronizing again, they are gathered aside; those
 * named then replace the former ones at once. Nothing of it is stored.
 */
export class Occupants {
  readonly #changed: (change: OccupantsChange) => void;
  #list = new OccupantList();
  /** What is being gathered. */
  #next: OccupantList | undefined;
  /** All nicks in order, until that changes; made only when it is read. */
  #order: readonly string[] | undefined;
  readonly #touched = new Set<string>();
  /** How many are inside besides those named. */
  #unnamed = 0;

  /** @param changed called once for all changes of one network read */
  constructor(changed: (change: OccupantsChange) => void) {
    this.#changed = changed;
  }

  get counts(): RoleCounts {
    return this.#list.counts;
  }

  /** How many are inside: those named, and those whom a large room keeps to itself. */
  get size(): number {
    return this.#list.size + this.#unnamed;
  }

  get(nick: string): RoomOccupant | undefined {
    return this.#list.get(nick);
  }

  values(): Iterable<RoomOccupant> {
    return this.#list.values();
  }

  get isGathering(): boolean {
    return this.#next !== undefined;
  }

  /** Collects the whole list again, without events, until {@link complete} or {@link clear}. */
  gather(): void {
    this.#next = new OccupantList();
  }

  /**
   * All have been named (XEP-0045 §7.2.2): those who have not are gone.
   *
   * @param announced how many there are as the room says itself; above a limit, ejabberd names none but
   *   us, and a difference that comings and goings explain is none
   */
  complete(announced = 0): void {
    if (!this.#next) return;
    const { size } = this.#next;
    this.#replace(this.#next, announced > 2 * size ? announced - size : 0);
  }

  /** We are not inside any more. */
  clear(): void {
    if (this.size > 0 || this.#next) this.#replace(new OccupantList());
  }

  /** Adds or changes an occupant. */
  set(occupant: RoomOccupant): void {
    if (this.#next) {
      this.#next.set(occupant);
      return;
    }
    const known = this.#list.get(occupant.nick);
    if (!this.#list.set(occupant)) return;
    this.#touch(occupant.nick, known?.role !== occupant.role);
  }

  /** @returns the removed occupant, if there was one */
  delete(nick: string): RoomOccupant | undefined {
    if (this.#next) return this.#next.delete(nick);
    const known = this.#list.delete(nick);
    if (known) this.#touch(nick, true);
    return known;
  }

  /** Sorts all occupants at the first call, and again only after one came, left or changed role. */
  page({ role, filter = '', offset, limit }: OccupantWindow): OccupantPage {
    this.#order ??= [...this.#list.values()].sort(compare).map(({ nick }) => nick);
    const wanted = fold(filter);
    const found = this.#order.flatMap((nick) => {
      const occupant = this.#list.get(nick);
      if (!occupant || (role !== undefined && occupant.role !== role)) return [];
      return wanted === '' || fold(nick).includes(wanted) ? [occupant] : [];
    });
    return { occupants: found.slice(offset, offset + limit), total: found.length };
  }

  #replace(list: OccupantList, unnamed = 0): void {
    this.#list = list;
    this.#unnamed = unnamed;
    this.#next = undefined;
    this.#order = undefined;
    this.#touched.clear();
    this.#changed({ kind: 'reset' });
  }

  #touch(nick: string, isMoved: boolean): void {
    if (isMoved) this.#order = undefined;
    this.#touched.add(nick);
    if (this.#touched.size > 1) return;
    queueMicrotask(() => {
      const nicks = [...this.#touched];
      this.#touched.clear();
      if (nicks.length > 0) this.#changed({ kind: 'changed', nicks });
    });
  }
}

function compare(a: RoomOccupant, b: RoomOccupant): number {
  return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || BY_NICK.compare(a.nick, b.nick);
}
