import type { Jid } from '../../base/jid.ts';
import { kindOf } from '../../base/userError.ts';
import type { Bookmark } from '../../xmpp/xep/0402-conference.ts';
import type { BookmarkedRooms, RoomBookmarks } from './roomBookmarks.ts';
import type { RoomState } from './roomEvents.ts';
import type { Rooms } from './rooms.ts';

/** Removals after which only the user decides to join again, also in a new session. */
const REMOVALS = ['room-kicked', 'room-banned', 'room-destroyed', 'room-membership-lost'];

export interface AutoJoiningDeps {
  readonly rooms: Rooms;
  readonly bookmarks: () => Pick<RoomBookmarks, 'get'>;
  /** The password of a room; empty if none. */
  readonly knownPassword: (room: Jid) => Promise<string>;
  /** A valid nick to join a room with; empty if there is none. */
  readonly nickFor: (room: Jid) => string;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Joins and leaves rooms as their bookmarks say, which are not written back. */
export class AutoJoining implements BookmarkedRooms {
  readonly #deps: AutoJoiningDeps;

  constructor(deps: AutoJoiningDeps) {
    this.#deps = deps;
  }

  join(bookmark: Bookmark, cause: 'session' | 'elsewhere'): void {
    // From now on it is known to be a room.
    const { state } = this.#deps.rooms.open(bookmark.room);
    if (isWanted(state) || (cause === 'session' && wasRemoved(state))) return;
    this.#join(bookmark).catch((error: unknown) => {
      this.#deps.report('joining a room', error);
    });
  }

  leave(room: Jid): void {
    this.#deps.rooms.find(room.bare)?.leave();
  }

  async #join({ room, nick }: Bookmark): Promise<void> {
    const { bookmarks, knownPassword, nickFor, rooms } = this.#deps;
    const password = await knownPassword(room);
    // Meanwhile the user may have joined it, or another client left it.
    const isStillMeant = bookmarks().get(room.bare)?.autojoin === true;
    if (!isStillMeant || isWanted(rooms.open(room).state)) return;
    rooms.join(room, { nick: nick || nickFor(room), password, origin: 'bookmark' });
  }
}

/** Whether we are in a room, or about to be. */
export function isWanted({ phase }: RoomState): boolean {
  return phase !== 'idle' && phase !== 'left';
}

function wasRemoved(state: RoomState): boolean {
  const error = state.phase === 'left' ? state.reason?.error : undefined;
  return error !== undefined && REMOVALS.includes(kindOf(error));
}
