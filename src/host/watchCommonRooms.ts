import type { OfChat } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { CommonRoomView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { AccountRooms } from '../model/rooms/accountRooms.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches the rooms that a contact is in together with us, as far as they show real addresses. */
export function watchCommonRooms(
  rooms: AccountRooms,
  { chat }: OfChat,
  listener: (change: Change<CommonRoomView>) => void,
  clock: Clock,
): Disposable {
  const one = (id: string) => commonRoom(rooms, id, chat);
  return watchCollection(clock, listener, {
    all: () => [...rooms.memberships.values()].flatMap(({ room }) => one(room.bare) ?? []),
    one,
    changes: [rooms.onDidChange],
  });
}

function commonRoom(rooms: AccountRooms, id: string, jid: string): CommonRoomView | undefined {
  const room = rooms.find(id);
  for (const { nick, jids } of room?.membership?.occupants.values() ?? []) {
    if (jids.some(({ bare }) => bare === jid)) return { id, name: room?.name ?? id, nick };
  }
  return undefined;
}
