import type { OfOccupants } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { OccupantsView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import { occupantsView } from './roomViews.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches a part of a room's list of occupants, as the only item of its topic. */
export function watchOccupants(
  { rooms, blockList }: Pick<Account, 'rooms' | 'blockList'>,
  of: OfOccupants,
  listener: (change: Change<OccupantsView>) => void,
  clock: Clock,
): Disposable {
  const view = () => occupantsView({ rooms, blockList }, of);
  return watchCollection(clock, listener, {
    all: () => [view()],
    one: view,
    changes: [
      (changed) =>
        rooms.onDidChange((ids) => {
          if (ids.includes(of.chat)) changed([of.chat]);
        }),
      (changed) =>
        blockList.onDidChange(() => {
          changed([of.chat]);
        }),
    ],
  });
}
