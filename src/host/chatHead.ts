import type { OfPages } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { ChatView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { Jid } from '../base/jid.ts';
import type { Account } from '../model/account/account.ts';
import type { MessagePages } from './messagePages.ts';
import { chatView } from './chatView.ts';
import { watchCollection } from './watchCollection.ts';

/** Watches the head of a chat tab: the only item of the topic `chat`. */
export function watchChatHead(
  account: Account,
  of: OfPages,
  listener: (change: Change<ChatView>) => void,
  { pages, clock }: { readonly pages: MessagePages; readonly clock: Clock },
): Disposable {
  const { chat } = of;
  const view = () => chatView(account, chat, pages.edges(of));
  const ofThis: Event<readonly string[]>[] = [
    (changed) => account.onDidChange(() => changed([chat])),
    stateOfChats(account),
    account.contacts.onDidChange,
    (changed) =>
      account.avatars.onDidChange((ids) => {
        changed(ids.includes(account.jid.bare) ? [chat] : ids);
      }),
    account.rooms.onDidChange,
    account.privateChats.onDidChange,
    (changed) =>
      account.blockList.onDidChange(({ concerns }) => {
        const jid = Jid.parse(chat);
        if (jid && concerns(jid)) changed([chat]);
      }),
  ];
  const owned = new DisposableStore();
  owned.add(
    watchCollection(clock, listener, {
      all: () => [view()],
      one: view,
      changes: ofThis.map(
        (event) => (changed) =>
          event((ids) => {
            if (ids.includes(chat)) changed([chat]);
          }),
      ),
    }),
  );
  owned.add(
    pages.onEdges((changed) => {
      const isThis =
        changed.account === of.account && changed.chat === chat && changed.view === of.view;
      // Not batched: until then, messages from within the history would be taken for the newest.
      if (isThis) listener({ kind: 'upsert', items: [view()] });
    }),
  );
  return owned;
}

/** The ids of chats whose unread count or typing changed. */
export function stateOfChats(account: Account): Event<readonly string[]> {
  return (changed) =>
    account.chats.onDidChange(({ chat, change }) => {
      if (!change) changed([chat.key.chat]);
    });
}

/** The ids of contacts that were blocked or unblocked. */
export function blocksOf({ blockList, contacts }: Account): Event<readonly string[]> {
  return (changed) =>
    blockList.onDidChange(({ concerns }) => {
      const all = [...contacts.values()].filter(({ jid }) => concerns(jid));
      changed(all.map(({ jid }) => jid.bare));
    });
}
