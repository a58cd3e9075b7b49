import type { Api, Subscription } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { OccupantsView, RoomView } from '../../api/views.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';
import type { ViewState } from '../state.ts';

/** In larger rooms occupants come and go all the time. */
const MAX_OCCUPANTS = 30;

/** Others who entered and left a room at once. A change of nick is both. */
export interface OccupantEvent {
  readonly of: OfChat;
  readonly room: RoomView;
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/**
 * Watches who enters and leaves small rooms, while the user wants notifications of it: in the rooms where
 * every message notifies.
 */
export class OccupantEvents implements Disposable {
  readonly #api: Api;
  readonly #state: ViewState;
  readonly #isWanted: () => boolean;
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<OccupantEvent>();
  /** By {@link chatKey}. */
  readonly #watched = new Map<string, Subscription>();

  readonly onDidHappen = this.#happened.event;

  constructor(api: Api, state: ViewState, isWanted: () => boolean) {
    this.#api = api;
    this.#state = state;
    this.#isWanted = isWanted;
    this.#owned.add(this.#happened);
    this.#owned.add(
      state.onRooms(() => {
        this.#follow();
      }),
    );
    this.#follow();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const subscription of this.#watched.values()) subscription.dispose();
  }

  #follow(): void {
    const wanted = new Map<string, OfChat>();
    for (const { account, room } of this.#isWanted() ? this.#state.rooms : []) {
      const of = { account: account.id, chat: room.id };
      if (isSmall(room) && room.level === 'always') wanted.set(chatKey(of), of);
    }
    for (const [key, subscription] of this.#watched) {
      if (wanted.has(key)) continue;
      subscription.dispose();
      this.#watched.delete(key);
    }
    for (const [key, of] of wanted) {
      if (!this.#watched.has(key)) this.#watched.set(key, this.#watch(of));
    }
  }

  #watch(of: OfChat): Subscription {
    let known: ReadonlySet<string> | undefined;
    const page = { filter: '', offset: 0, limit: MAX_OCCUPANTS };
    return this.#api.watch('occupants', { ...of, ...page }, (change) => {
      if (change.kind !== 'snapshot' && change.kind !== 'upsert') return;
      const [view] = change.items;
      const before = known;
      known = view && nicksIn(view);
      const room = this.#state.room(of.account, of.chat);
      if (!before || !known || !room || !isSmall(room)) return;
      const now = known;
      const entered = [...now].filter((nick) => !before.has(nick));
      const left = [...before].filter((nick) => !now.has(nick));
      if (entered.length + left.length > 0) this.#happened.fire({ of, room, entered, left });
    });
  }
}

function nicksIn({ occupants }: OccupantsView): ReadonlySet<string> {
  return new Set(occupants.filter(({ isOwn }) => !isOwn).map(({ id }) => id));
}

function isSmall({ phase, occupants }: RoomView): boolean {
  return phase === 'joined' && occupants <= MAX_OCCUPANTS;
}
