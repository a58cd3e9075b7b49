import type { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { RoomStore } from './roomStore.ts';

/** Maximum number of rooms whose nick is remembered, the latest. */
const MAX_ROOMS = 500;

export interface RoomNicksDeps {
  readonly account: Jid;
  readonly store: Pick<RoomStore, 'loadNicks' | 'saveNicks'>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** The nicks that the user had in rooms. */
export class RoomNicks {
  readonly #deps: RoomNicksDeps;
  /** By the bare JID of the room, the latest last. */
  readonly #nicks: Map<string, string>;
  readonly #kept: LatestWrite;

  constructor(deps: RoomNicksDeps) {
    this.#deps = deps;
    const { account, store } = deps;
    this.#nicks = new Map(store.loadNicks(account.bare));
    this.#kept = new LatestWrite(() => store.saveNicks(account.bare, this.#nicks));
  }

  /** The last one in this room, or in any; empty if none. */
  last(room: Jid): string {
    return this.#nicks.get(room.bare) ?? [...this.#nicks.values()].at(-1) ?? '';
  }

  remember(room: Jid, nick: string): void {
    this.#nicks.delete(room.bare);
    this.#nicks.set(room.bare, nick);
    const surplus = [...this.#nicks.keys()].slice(0, -MAX_ROOMS);
    for (const id of surplus) this.#nicks.delete(id);
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping the nick in a room', error);
    });
  }
}
