import type { OfPages } from '../api/requests.ts';
import type { Change, Topic, Topics } from '../api/topics.ts';
import type { ChatView, ContactDetailsView } from '../api/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore, onDispose } from '../base/lifecycle.ts';
import type { Account } from '../model/account/account.ts';
import type { Accounts } from '../model/account/accounts.ts';
import type { ContactDetails } from '../model/contacts/contactDetails.ts';
import { explain } from '../model/explain.ts';
import { Failure } from '../model/failure.ts';
import type { Transfer } from '../model/files/transfers.ts';
import type { Attention } from './attention.ts';
import { Batch } from './batch.ts';
import { followAccount } from './followAccount.ts';
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
    contacts: ({ account: id }, listener) =>
      followAccount(accounts, id, listener, (account) =>
        watchCollection(clock, listener, {
          all: () => [...account.contacts.values()].map((contact) => contactView(account, contact)),
          one: (jid) => {
            const contact = account.contacts.get(jid);
            return contact && contactView(account, contact);
          },
          changes: [account.contacts.onDidChange, stateOfChats(account)],
        }),
      ),
    chat: (of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchHead(account, of, listener, { pages, clock }),
      ),
    messages: (of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        pages.watch(account, of, listener),
      ),
    transfers: ({ account: id, chat }, listener) =>
      followAccount(accounts, id, listener, ({ transfers }) => {
        const isOfChat = ({ to }: Transfer) => to.bare === chat;
        return watchCollection(clock, listener, {
          all: () => [...transfers.values()].filter(isOfChat).map(transferView),
          one: (transfer) => {
            const found = transfers.find(transfer);
            return found && transferView(found);
          },
          changes: [
            (changed) =>
              transfers.onDidChange((transfer) => {
                if (isOfChat(transfer)) changed([transfer.id]);
              }),
          ],
        });
      }),
    subscriptionRequests: ({ account: id }, listener) =>
      followAccount(accounts, id, listener, ({ subscriptions }) =>
        watchCollection(clock, listener, {
          all: () => [...subscriptions.values()].map(subscriptionRequestView),
          one: (jid) => {
            const request = subscriptions.find(jid);
            return request && subscriptionRequestView(request);
          },
          changes: [subscriptions.onDidChange],
        }),
      ),
    contactDetails: ({ account, chat }, listener) =>
      watchDetails(accounts.get(account), chat, listener),
    attention: (window, listener) => attention.watch(window, listener),
  };
}

/** The head of a chat tab. */
function watchHead(
  account: Account,
  of: OfPages,
  listener: (change: Change<ChatView>) => void,
  { pages, clock }: Pick<SourcesDeps, 'pages' | 'clock'>,
): Disposable {
  const { chat } = of;
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
        changed.account === of.account && changed.chat === chat && changed.view === of.view;
      // At once: before that, messages somewhere in the history would be taken for the newest.
      if (isThis) listener({ kind: 'upsert', items: [view()] });
    }),
  );
  return owned;
}

/** What a contact's server and devices answer, as it comes. */
function watchDetails(
  { roster }: Account,
  id: string,
  listener: (change: Change<ContactDetailsView>) => void,
): Disposable {
  let watched = true;
  let details: ContactDetails = { devices: [] };
  const tell = (complete: boolean) => {
    if (watched) listener({ kind: 'snapshot', items: [{ id, complete, ...details }] });
  };
  const jid = Jid.parse(id);
  if (!jid) throw new Failure('bad-jid', 'An address looks like name@server.org: check it.');
  roster
    .details(jid, (more) => {
      details = more;
      tell(false);
    })
    .then(
      () => {
        tell(true);
      },
      (error: unknown) => {
        const { code, message } = explain(error, 'Asking for the details failed');
        if (watched) listener({ kind: 'unavailable', error: { code, message } });
      },
    );
  return onDispose(() => (watched = false));
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
