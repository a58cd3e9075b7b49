import type { Change, Topic, Topics } from '../api/topics.ts';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Account } from '../model/account.ts';
import type { Accounts } from '../model/accounts.ts';
import type { Attention } from './attention.ts';
import { Batch } from './batch.ts';
import type { MessagePages } from './messagePages.ts';
import {
  accountView,
  chatView,
  contactView,
  subscriptionRequestView,
  transferView,
} from './views.ts';

/** Every topic's source: tells the listener a snapshot, then changes, until disposed. */
export type Sources = {
  [T in Topic]: (
    params: Topics[T]['params'],
    listener: (change: Change<Topics[T]['item']>) => void,
  ) => Disposable;
};

/** A collection whose items are drawn anew when `changes` names them. */
interface Collection<T> {
  readonly all: () => readonly T[];
  /** `undefined` when it is gone. */
  readonly one: (id: string) => T | undefined;
  readonly changes: readonly Event<readonly string[]>[];
}

interface SourcesDeps {
  readonly pages: MessagePages;
  readonly attention: Attention;
  readonly clock: Clock;
}

/** What can be watched, drawn from the model. */
export function topicSources(
  accounts: Accounts,
  { pages, attention, clock }: SourcesDeps,
): Sources {
  return {
    accounts: (_, listener) =>
      watchCollection(clock, listener, {
        all: () => [...accounts.values()].map(accountView),
        one: (id) => {
          const account = accounts.find(id);
          return account && accountView(account);
        },
        changes: [accounts.onDidChange],
      }),
    contacts: ({ account: id }, listener) => {
      const account = accounts.get(id);
      return watchCollection(clock, listener, {
        all: () => [...account.contacts.values()].map((contact) => contactView(account, contact)),
        one: (jid) => {
          const contact = account.contacts.get(jid);
          return contact && contactView(account, contact);
        },
        changes: [account.contacts.onDidChange, stateOfChats(account)],
      });
    },
    chat: (of, listener) => {
      const { account: id, chat } = of;
      const account = accounts.get(id);
      const view = () => chatView(account, chat, pages.edges(of));
      const ofThis: Event<readonly string[]>[] = [
        (changed) => account.onDidChange(() => changed([chat])),
        stateOfChats(account),
        account.contacts.onDidChange,
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
            changed.account === id && changed.chat === chat && changed.view === of.view;
          // At once: before that, messages somewhere in the history would be taken for the newest.
          if (isThis) listener({ kind: 'upsert', items: [view()] });
        }),
      );
      return owned;
    },
    messages: (of, listener) => pages.watch(accounts.get(of.account), of, listener),
    transfers: ({ account: id }, listener) => {
      const { transfers } = accounts.get(id);
      return watchCollection(clock, listener, {
        all: () => [...transfers.values()].map(transferView),
        one: (transfer) => {
          const found = transfers.find(transfer);
          return found && transferView(found);
        },
        changes: [(changed) => transfers.onDidChange(({ id: transfer }) => changed([transfer]))],
      });
    },
    subscriptionRequests: ({ account: id }, listener) => {
      const { subscriptions } = accounts.get(id);
      return watchCollection(clock, listener, {
        all: () => [...subscriptions.values()].map(subscriptionRequestView),
        one: (jid) => {
          const request = subscriptions.find(jid);
          return request && subscriptionRequestView(request);
        },
        changes: [subscriptions.onDidChange],
      });
    },
    attention: (window, listener) => attention.watch(window, listener),
  };
}

function watchCollection<T>(
  clock: Clock,
  listener: (change: Change<T>) => void,
  { all, one, changes }: Collection<T>,
): Disposable {
  const owned = new DisposableStore();
  const batch = owned.add(
    new Batch<undefined>(clock, (changed) => {
      const items: T[] = [];
      const gone: string[] = [];
      for (const id of changed.keys()) {
        const item = one(id);
        if (item) items.push(item);
        else gone.push(id);
      }
      if (items.length > 0) listener({ kind: 'upsert', items });
      if (gone.length > 0) listener({ kind: 'remove', ids: gone });
    }),
  );
  listener({ kind: 'snapshot', items: all() });
  for (const event of changes) {
    owned.add(
      event((ids) => {
        for (const id of ids) batch.add(id, undefined);
      }),
    );
  }
  return owned;
}

/** The ids of chats whose unread count or typing changed. */
function stateOfChats(account: Account): Event<readonly string[]> {
  return (changed) =>
    account.chats.onDidChange(({ chat, change }) => {
      if (!change) changed([chat.jid.bare]);
    });
}
