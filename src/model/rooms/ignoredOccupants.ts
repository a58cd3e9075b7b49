import { Emitter } from '../../base/event.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import { isLasting } from '../roomSender.ts';

/** An occupant whose messages the user does not want to see. */
export interface IgnoredOccupant {
  /** Who it is, as the sender of messages. */
  readonly sender: string;
  /** Their nick when they were ignored. */
  readonly nick: string;
}

/** By the bare JID of the room. */
export type IgnoredByRoom = ReadonlyMap<string, readonly IgnoredOccupant[]>;

/** Stores whom the user ignores in the rooms of an account. */
export interface IgnoredOccupantStore {
  loadIgnored(account: string): IgnoredByRoom;
  saveIgnored(account: string, ignored: IgnoredByRoom): Promise<void>;
}

export interface IgnoredOccupantsDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: IgnoredOccupantStore;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/**
 * Whom the user ignores, in each room of an account; the room does not know it. Those of whom no
 * more than a nick is known are ignored until they leave; all others over restarts.
 */
export class IgnoredOccupants {
  readonly #deps: IgnoredOccupantsDeps;
  /** By room, then by sender. */
  readonly #rooms = new Map<string, Map<string, IgnoredOccupant>>();
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept: LatestWrite;

  /** The bare JIDs of the rooms in which an occupant was ignored, or is no longer. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: IgnoredOccupantsDeps) {
    this.#deps = deps;
    for (const [room, ignored] of deps.store.loadIgnored(deps.account)) {
      this.#rooms.set(room, new Map(ignored.map((one) => [one.sender, one])));
    }
    this.#kept = new LatestWrite(() => deps.store.saveIgnored(deps.account, this.#lasting()));
  }

  /** Whether messages of this sender are ignored in a room, by its bare JID. */
  has(room: string, sender: string): boolean {
    return this.#rooms.get(room)?.has(sender) === true;
  }

  /** Those who are ignored in a room, in the order in which they were. */
  in(room: string): readonly IgnoredOccupant[] {
    return [...(this.#rooms.get(room)?.values() ?? [])];
  }

  add(room: string, occupant: IgnoredOccupant): void {
    if (this.has(room, occupant.sender)) return;
    const ignored = this.#rooms.get(room) ?? new Map<string, IgnoredOccupant>();
    ignored.set(occupant.sender, occupant);
    this.#rooms.set(room, ignored);
    this.#save(room);
  }

  remove(room: string, sender: string): void {
    const ignored = this.#rooms.get(room);
    if (!ignored?.delete(sender)) return;
    if (ignored.size === 0) this.#rooms.delete(room);
    this.#save(room);
  }

  #lasting(): IgnoredByRoom {
    const lasting = [...this.#rooms].map(([room, ignored]): [string, IgnoredOccupant[]] => [
      room,
      [...ignored.values()].filter(({ sender }) => isLasting(sender)),
    ]);
    return new Map(lasting.filter(([, ignored]) => ignored.length > 0));
  }

  #save(room: string): void {
    this.#changed.fire([room]);
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping whom the user ignores', error);
    });
  }
}
