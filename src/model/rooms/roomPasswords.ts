import type { Jid } from '../../base/jid.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import type { RoomStore } from './roomStore.ts';

export interface RoomPasswordsDeps {
  readonly account: Jid;
  readonly store: Pick<RoomStore, 'loadRoomPasswords' | 'saveRoomPasswords'>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** The passwords of rooms that the user typed: secrets of this machine. */
export class RoomPasswords {
  readonly #deps: RoomPasswordsDeps;
  /** All are one secret: two changes at once would lose one. */
  readonly #queue = new SerialQueue();

  constructor(deps: RoomPasswordsDeps) {
    this.#deps = deps;
  }

  /** `undefined` if there is none, or it cannot be read. */
  async get(room: Jid): Promise<string | undefined> {
    const { account, store, report } = this.#deps;
    try {
      return await this.#queue.run(async () =>
        (await store.loadRoomPasswords(account.bare)).get(room.bare),
      );
    } catch (error) {
      report('reading the password of a room', error);
      return undefined;
    }
  }

  /** @param password `undefined` to delete it */
  async set(room: Jid, password: string | undefined): Promise<void> {
    const { account, store, report } = this.#deps;
    try {
      await this.#queue.run(async () => {
        const all = new Map(await store.loadRoomPasswords(account.bare));
        if (all.get(room.bare) === password) return;
        if (password === undefined) all.delete(room.bare);
        else all.set(room.bare, password);
        await store.saveRoomPasswords(account.bare, all);
      });
    } catch (error) {
      report('keeping the password of a room', error);
    }
  }
}
