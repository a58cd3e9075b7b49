import { sortableId } from '../../base/sortableId.ts';
import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { accountSender, occupantSender, visitSender } from '../chats/roomSender.ts';
import type { Occupants } from './occupants.ts';
import type { RoomEvent, RoomState } from './roomEvents.ts';

/** A room, as far as it tells who its occupants are. */
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
    const { info, occupants } = this.#room;
    const occupant = occupants.get(nick);
    const id = info?.hasOccupantIds ? occupant?.occupantId : undefined;
    if (id !== undefined) return occupantSender(id);
    const [jid, ...others] = occupant?.jids ?? [];
    if (jid && others.every((other) => other.bare === jid.bare)) return accountSender(jid);
    const visit = this.#visits.get(nick) ?? sortableId();
    this.#visits.set(nick, visit);
    return visitSender(nick, visit);
  }

  /** Something happened in the room: whoever has a nick that was left is somebody else. */
  apply(event: RoomEvent): void {
    if (event.kind === 'exited') this.#visits.delete(event.occupant.nick);
    else if (event.kind === 'renamed') this.#visits.delete(event.from);
    else if (event.kind === 'state') {
      const { phase } = this.#room.state;
      if (phase !== 'joined' && phase !== 'notSure') this.#visits.clear();
    }
  }
}
