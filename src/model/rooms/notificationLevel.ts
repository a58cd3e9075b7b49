import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { LatestWrite } from '../../base/latestWrite.ts';
import type { Bookmark } from '../../xmpp/xep/0402-conference.ts';
import type { NotificationLevel } from '../../xmpp/xep/0492-notificationSettings.ts';
import type { RoomBookmarks } from './roomBookmarks.ts';
import type { RoomKind } from './roomKind.ts';

export type { NotificationLevel };

/** Stores the levels of an account's rooms, by bare JIDs. */
export interface NotificationLevelStore {
  loadLevels(account: string): ReadonlyMap<string, NotificationLevel>;
  saveLevels(account: string, levels: ReadonlyMap<string, NotificationLevel>): Promise<void>;
}

export interface NotificationLevelsDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: NotificationLevelStore;
  readonly bookmarks: Pick<RoomBookmarks, 'get' | 'change' | 'onDidChange'>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** Which messages of a room notify: as the user has chosen, else by its kind (XEP-0492 §3). */
export function effectiveLevel(
  chosen: NotificationLevel | undefined,
  kind: RoomKind,
): NotificationLevel {
  return chosen ?? (kind === 'private' ? 'always' : 'on-mention');
}

/**
 * The levels that the user has chosen for rooms: in their bookmarks, for all clients, and copied
 * here, since not every server stores them, and other clients may lose them.
 */
export class NotificationLevels {
  readonly #deps: NotificationLevelsDeps;
  readonly #levels: Map<string, NotificationLevel>;
  readonly #changed = new Emitter<readonly string[]>();
  readonly #kept: LatestWrite;

  /** The bare JIDs of the rooms whose levels have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: NotificationLevelsDeps) {
    this.#deps = deps;
    this.#levels = new Map(deps.store.loadLevels(deps.account));
    this.#kept = new LatestWrite(() => deps.store.saveLevels(deps.account, this.#levels));
    deps.bookmarks.onDidChange((ids) => {
      this.#apply(ids.filter((id) => this.#copy(id, deps.bookmarks.get(id))));
    });
  }

  /** The level chosen for a room, by its bare JID; `undefined` if it depends on its kind. */
  chosen(id: string): NotificationLevel | undefined {
    return this.#levels.get(id);
  }

  /** Chooses the level of a room. Resolves as {@link RoomBookmarks.change}. @throws StanzaError */
  async choose(room: Jid, level: NotificationLevel): Promise<void> {
    const id = room.bare;
    if (this.#levels.get(id) !== level) {
      this.#levels.set(id, level);
      this.#apply([id]);
    }
    if (this.#deps.bookmarks.get(id)) await this.#deps.bookmarks.change(room, { level });
  }

  /** A bookmark without a level says nothing. @returns whether that changes the level */
  #copy(id: string, bookmark: Bookmark | undefined): boolean {
    if (!bookmark) return this.#levels.delete(id);
    const { level } = bookmark;
    if (level === undefined || level === this.#levels.get(id)) return false;
    this.#levels.set(id, level);
    return true;
  }

  #apply(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#changed.fire(ids);
    this.#kept.save().catch((error: unknown) => {
      this.#deps.report('keeping which rooms notify', error);
    });
  }
}
