import type { Change } from '../api/topics.ts';
import type { RoomActivityView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { AccountRooms } from '../model/rooms/accountRooms.ts';
import { type Activity, concernsUs } from '../model/rooms/roomActivity.ts';
import { Batch } from './batch.ts';
import { roomActivityView } from './roomActivityView.ts';

/**
 * Watches what happened in a room, as far as it is to be shown: the latest entries, of which those
 * that are added and dropped meanwhile are never sent.
 *
 * @param chat the room's bare JID
 */
export function watchRoomActivity(
  rooms: AccountRooms,
  chat: string,
  listener: (change: Change<RoomActivityView>) => void,
  clock: Clock,
): Disposable {
  const owned = new DisposableStore();
  let shown = shownIn(rooms, chat);
  const update = () => {
    const before = new Set(shown.map(({ id }) => id));
    shown = shownIn(rooms, chat);
    const now = new Set(shown.map(({ id }) => id));
    const gone = [...before].filter((id) => !now.has(id));
    const added = shown.filter(({ id }) => !before.has(id));
    // What was hidden until now may belong before what was shown.
    const isContinued = added.every(({ id }, at) => shown.at(at - added.length)?.id === id);
    if (!isContinued || gone.length === before.size) {
      if (gone.length + added.length > 0) listener(snapshot(shown));
      return;
    }
    if (added.length > 0) listener({ kind: 'upsert', items: added.map(roomActivityView) });
    if (gone.length > 0) listener({ kind: 'remove', ids: gone });
  };
  const batch = owned.add(new Batch<undefined>(clock, update));
  owned.add(
    rooms.onDidChange((ids) => {
      if (ids.includes(chat)) batch.add(chat, undefined);
    }),
  );
  listener(snapshot(shown));
  return owned;
}

function snapshot(entries: readonly Activity[]): Change<RoomActivityView> {
  return { kind: 'snapshot', items: entries.map(roomActivityView) };
}

function shownIn(rooms: AccountRooms, chat: string): readonly Activity[] {
  const room = rooms.find(chat);
  const entries = room?.membership?.activity.entries ?? [];
  return room?.showsActivity ? entries : entries.filter(concernsUs);
}
