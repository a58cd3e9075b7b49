import type { OfSenders } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { SenderAvatarsView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches which avatars some senders of a room have, as the only item of its topic. */
export function watchSenderAvatars(
  { avatars, rooms }: Account,
  { chat, senders }: OfSenders,
  listener: (change: Change<SenderAvatarsView>) => void,
  clock: Clock,
): Disposable {
  const wanted = new Set(senders);
  const view = () => ({ id: chat, hashes: Object.fromEntries(avatars.ofSenders(chat, wanted)) });
  let last = '';
  const listenIfNew = (change: Change<SenderAvatarsView>) => {
    const now = 'items' in change ? JSON.stringify(change.items) : '';
    // Most changes in a room are about something else.
    if (now !== last) listener(change);
    last = now;
  };
  return watchCollection(clock, listenIfNew, {
    all: () => [view()],
    one: view,
    changes: [
      (changed) =>
        rooms.onDidChange((ids) => {
          if (ids.includes(chat)) changed([chat]);
        }),
    ],
  });
}
