import type { OfChat } from '../../api/requests.ts';
import type { RoomView } from '../../api/views.ts';
import { kindOf } from '../../base/userError.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { isInside } from '../rooms/liveRooms.ts';
import type { ViewState } from '../state.ts';
import { Differences } from './differences.ts';

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
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<RoomEvent>();

  readonly onDidHappen = this.#happened.event;

  constructor(state: ViewState) {
    this.#owned.add(this.#happened);
    const listed = {
      onDidChange: state.onRooms,
      isLoaded: (account: string) => state.areRoomsLoaded(account),
      all: (account: string) => state.roomsOf(account),
    };
    this.#owned.add(
      new Differences<RoomView>(state, listed, (of, before, room) => {
        for (const kind of newsOf(before, room)) this.#happened.fire({ kind, of, room });
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
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
  if (lastReceived.isDeleted) return false;
  if (level !== 'on-mention') return level === 'always';
  // Of messages that come together, the newest may not be the one that mentions us.
  return lastReceived.mentionsUs || mentions > (before?.mentions ?? 0);
}

function hasOtherRights(before: RoomView, now: RoomView): boolean {
  return before.role !== now.role || before.affiliation !== now.affiliation;
}
