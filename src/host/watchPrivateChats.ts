import type { Change } from '../api/topics.ts';
import type { PrivateChatView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import type { Chat } from '../model/chats/chat.ts';
import { stateOfChats } from './chatHead.ts';
import { privateChatView } from './privateChatViews.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches the chats with occupants that have messages, received or written. */
export function watchPrivateChats(
  account: Account,
  listener: (change: Change<PrivateChatView>) => void,
  clock: Clock,
): Disposable {
  const isShown = (chat: Chat) => chat.kind === 'private' && chat.newest > 0;
  const view = (chat: Chat) => privateChatView(account, chat);
  return watchCollection(clock, listener, {
    all: () => account.chats.withOccupants().filter(isShown).map(view),
    one: (id) => {
      const chat = account.chats.find(id);
      return chat && isShown(chat) ? view(chat) : undefined;
    },
    changes: [
      account.privateChats.onDidChange,
      (changed) =>
        stateOfChats(account)((ids) => {
          changed(ids.filter((id) => account.chats.find(id)?.kind === 'private'));
        }),
    ],
  });
}
