import type { OfChat } from '../../api/requests.ts';
import type { RoomView } from '../../api/views.ts';
import { kindOf } from '../../base/userError.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ChangedOf, ViewState } from '../state.ts';
import { isInside } from '../rooms/liveRooms.ts';

/** Something that happened in a room and that the user may want to be notified of. */
export interface RoomEvent {
  /** `removed`: we are outside by the will of others; `rights`: what we may do there changed. */
  readonly kind: 'room' | 'removed' | 'rights';
  readonly of: OfChat;
  readonly room: RoomView;
}

/** The reasons that others decided on; after all others a room is joined again. */
const REMOVALS: readonly string[] = [
  'room-kicked',
  'room-banned',
  'room-destroyed',
  'room-membership-lost',
  'room-members-only',
];

/** What we have decided on ourselves. */
const BY_US = 'room-destroyed.own';

/** Derives events from the differences between a room's old and new state. */
export class RoomEvents implements Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<RoomEvent>();
  /** The state last seen, by account and room. */
  readonly #known = new Map<string, Map<string, RoomView>>();

  readonly onDidHappen = this.#happened.event;

  constructor(state: ViewState) {
    this.#state = state;
    this.#owned.add(this.#happened);
    this.#owned.add(
      state.onRooms((change) => {
        this.#compare(change);
      }),
    );
    this.#owned.add(
      state.onAccounts(() => {
        for (const id of this.#known.keys()) if (!state.account(id)) this.#known.delete(id);
      }),
    );
    for (const { id } of state.accounts) this.#compare({ account: id, changed: 'all' });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare({ account, changed }: ChangedOf<RoomView>): void {
    if (!this.#state.areRoomsLoaded(account)) return;
    // What an account contains when it is first loaded is not news.
    const isNew = !this.#known.has(account);
    const known = this.#known.get(account) ?? new Map<string, RoomView>();
    this.#known.set(account, known);
    const rooms = changed === 'all' ? this.#state.roomsOf(account) : changed.map(({ now }) => now);
    for (const room of rooms) {
      if (!room) continue;
      const before = known.get(room.id);
      known.set(room.id, room);
      if (isNew) continue;
      for (const kind of newsOf(before, room)) {
        this.#happened.fire({ kind, of: { account, chat: room.id }, room });
      }
    }
  }
}

function newsOf(before: RoomView | undefined, now: RoomView): readonly RoomEvent['kind'][] {
  const news: RoomEvent['kind'][] = [];
  if (isNewMessage(before, now)) news.push('room');
  if (!before) return news;
  const { reason } = now;
  const isRemoved = reason && reason.code !== BY_US && REMOVALS.includes(kindOf(reason));
  if (isInside(before) && !isInside(now) && isRemoved === true) news.push('removed');
  if (before.phase === 'joined' && now.phase === 'joined' && hasOtherRights(before, now)) {
    news.push('rights');
  }
  return news;
}

/** Whether something unread came that notifies by the room's level (XEP-0492). */
function isNewMessage(before: RoomView | undefined, now: RoomView): boolean {
  const { lastReceived, level, unread, mentions } = now;
  // If the chat was visible, it has been read by now.
  if (!lastReceived || lastReceived.id === before?.lastReceived?.id || unread === 0) return false;
  if (level !== 'on-mention') return level === 'always';
  // Of messages that come together, the newest may not be the one that mentions us.
  return lastReceived.mentionsUs || mentions > (before?.mentions ?? 0);
}

function hasOtherRights(before: RoomView, now: RoomView): boolean {
  return before.role !== now.role || before.affiliation !== now.affiliation;
}
