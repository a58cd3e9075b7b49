import { sortableId } from '../../base/sortableId.ts';
import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { accountSender, occupantSender, visitSender } from '../roomSender.ts';
import type { RoomOccupant } from './occupantList.ts';
import type { Occupants } from './occupants.ts';
import type { RoomEvent, RoomState } from './roomEvents.ts';

/** A room, as far as it discloses who its occupants are. */
export interface SendersRoom {
  readonly state: RoomState;
  readonly occupants: Occupants;
  readonly info: RoomInfo | undefined;
}

/** Who the occupants of a room are, as the senders of messages, by what is most certain. */
export class OccupantSenders {
  readonly #room: SendersRoom;
  /** The visits of those who are known by nothing but their nick, by nick. */
  readonly #visits = new Map<string, string>();

  constructor(room: SendersRoom) {
    this.#room = room;
  }

  /** The occupant with this nick now. */
  of(nick: string): string {
    const occupant = this.#room.occupants.get(nick);
    const identity = occupant && this.#identityOf(occupant);
    if (identity !== undefined) return identity;
    const visit = this.#visits.get(nick) ?? sortableId();
    this.#visits.set(nick, visit);
    return visitSender(nick, visit);
  }

  /** The nick of the occupant who is this sender, if the room says who they are. */
  nickOf(sender: string): string | undefined {
    for (const occupant of this.#room.occupants.values()) {
      if (this.#identityOf(occupant) === sender) return occupant.nick;
    }
    return undefined;
  }

  /** Applies an event: after a leave, the nick belongs to another occupant. */
  apply(event: RoomEvent): void {
    if (event.kind === 'exited') this.#visits.delete(event.occupant.nick);
    else if (event.kind === 'renamed') this.#visits.delete(event.from);
    else if (event.kind === 'state') {
      const { phase } = this.#room.state;
      if (phase !== 'joined' && phase !== 'notSure') this.#visits.clear();
    }
  }

  /** By what the room says of an occupant. */
  #identityOf({ jids: [jid, ...others], occupantId }: RoomOccupant): string | undefined {
    const id = this.#room.info?.hasOccupantIds ? occupantId : undefined;
    if (id !== undefined) return occupantSender(id);
    const isOne = jid && others.every((other) => other.bare === jid.bare);
    return isOne ? accountSender(jid) : undefined;
  }
}
