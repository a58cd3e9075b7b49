import * as v from 'valibot';
import type { Change, Topic, Topics } from '../api/topics.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Transfer } from '../model/files/transfers.ts';
import type { Attention } from './attention.ts';
import { blocksOf, stateOfChats, watchChatHead } from './chatHead.ts';
import { watchConversations } from './conversationView.ts';
import { watchContactDetails } from './contactDetails.ts';
import { followAccount } from './followAccount.ts';
import type { Served, TabRight } from './method.ts';
import { roomApprovalView, roomInvitationView, roomView } from './roomViews.ts';
import { id, ofAccount, ofChat, ofOccupants, ofPages, ofSenders, ofSource } from './schema.ts';
import { accountView } from './accountViews.ts';
import { contactSuggestionView, contactView, subscriptionRequestView } from './contactViews.ts';
import { transferView } from './fileViews.ts';
import { watchCollection } from './watchCollection.ts';
import { watchCommonRooms } from './watchCommonRooms.ts';
import { watchPrivateChats } from './watchPrivateChats.ts';
import { watchFileTransfers } from './watchFileTransfers.ts';
import { watchOccupants } from './watchOccupants.ts';
import { watchRoomActivity } from './watchRoomActivity.ts';
import { watchSenderAvatars } from './watchSenderAvatars.ts';

/** The model objects that topics are served from. */
export interface Watchable extends Served {
  readonly attention: Attention;
  readonly clock: Clock;
}

/** The definition of a topic; its types are those of the contract (`api/topics.ts`). */
interface TopicRow<T extends Topic> {
  /** The schema of parameters received over a channel; invalid ones are refused. */
  readonly params: v.GenericSchema<unknown, Topics[T]['params']>;
  readonly tab: TabRight<Topics[T]['params']>;
  /** Sends the listener a snapshot, then changes, until disposed. @throws Failure */
  readonly watch: (
    from: Watchable,
    params: Topics[T]['params'],
    listener: (change: Change<Topics[T]['item']>) => void,
  ) => Disposable;
}

/** The definitions of all topics. Those of an account follow its id across sign-ins. */
export const topics: { readonly [T in Topic]: TopicRow<T> } = {
  accounts: {
    params: v.strictObject({}),
    tab: 'none',
    watch: ({ accounts, clock }, _, listener) =>
      watchCollection(clock, listener, {
        all: () => [...accounts.values()].map(accountView),
        one: (id) => {
          const account = accounts.find(id);
          return account && accountView(account);
        },
        changes: [accounts.onDidChange],
      }),
  },
  removedAccounts: {
    params: v.strictObject({}),
    tab: 'none',
    watch: ({ accounts, clock }, _, listener) =>
      watchCollection(clock, listener, {
        all: () => [...accounts.removed].map((id) => ({ id })),
        one: (id) => (accounts.removed.has(id) ? { id } : undefined),
        changes: [accounts.onDidChange],
      }),
  },
  contacts: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchCollection(clock, listener, {
          all: () => [...account.contacts.values()].map((contact) => contactView(account, contact)),
          one: (jid) => {
            const contact = account.contacts.get(jid);
            return contact && contactView(account, contact);
          },
          changes: [
            account.contacts.onDidChange,
            account.avatars.onDidChange,
            stateOfChats(account),
            blocksOf(account),
            (changed) =>
              account.chatOptions.onDidChange((ids) => {
                changed(ids.filter((id) => account.contacts.get(id)));
              }),
          ],
        }),
      ),
  },
  conversations: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchConversations(account, clock, listener),
      ),
  },
  chat: {
    params: v.strictObject(ofPages),
    tab: 'chat',
    watch: (from, of, listener) =>
      followAccount(from.accounts, of.account, listener, (account) =>
        watchChatHead(account, of, listener, from),
      ),
  },
  messages: {
    params: v.strictObject(ofPages),
    tab: 'chat',
    watch: ({ accounts, pages }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        pages.watch(account, of, listener),
      ),
  },
  rooms: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchCollection(clock, listener, {
          all: () => account.rooms.values().map((room) => roomView(account, room)),
          one: (jid) => {
            const room = account.rooms.find(jid);
            return room && roomView(account, room);
          },
          changes: [
            account.rooms.onDidChange,
            (changed) =>
              stateOfChats(account)((ids) => {
                changed(ids.filter((chat) => account.rooms.find(chat)));
              }),
          ],
        }),
      ),
  },
  privateChats: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchPrivateChats(account, listener, clock),
      ),
  },
  occupants: {
    params: v.strictObject(ofOccupants),
    tab: 'chat',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchOccupants(account, of, listener, clock),
      ),
  },
  roomActivity: {
    params: v.strictObject(ofChat),
    tab: 'chat',
    watch: ({ accounts, clock }, { account, chat }, listener) =>
      followAccount(accounts, account, listener, ({ rooms }) =>
        watchRoomActivity(rooms, chat, listener, clock),
      ),
  },
  senderAvatars: {
    params: v.strictObject(ofSenders),
    tab: 'chat',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchSenderAvatars(account, of, listener, clock),
      ),
  },
  roomInvitations: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, ({ rooms: { invitations } }) =>
        watchCollection(clock, listener, {
          all: () => [...invitations.values()].map(roomInvitationView),
          one: (invitation) => {
            const found = invitations.find(invitation);
            return found && roomInvitationView(found);
          },
          changes: [invitations.onDidChange],
        }),
      ),
  },
  roomApprovals: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, ({ rooms: { approvals } }) =>
        watchCollection(clock, listener, {
          all: () => [...approvals.values()].map(roomApprovalView),
          one: (approval) => {
            const found = approvals.find(approval);
            return found && roomApprovalView(found);
          },
          changes: [approvals.onDidChange],
        }),
      ),
  },
  fileTransfers: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, (account) =>
        watchFileTransfers(account, listener, clock),
      ),
  },
  transfers: {
    params: v.strictObject(ofChat),
    tab: 'chat',
    watch: ({ accounts, clock }, { account, chat }, listener) =>
      followAccount(accounts, account, listener, ({ transfers }) => {
        const isOfChat = ({ to }: Transfer) => to.full === chat;
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
  },
  wantedPieces: {
    params: v.strictObject(ofSource),
    tab: 'none',
    watch: ({ sources }, { source }, listener) => sources.offer(source, listener),
  },
  subscriptionRequests: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, ({ subscriptions }) =>
        watchCollection(clock, listener, {
          all: () => [...subscriptions.values()].map(subscriptionRequestView),
          one: (jid) => {
            const request = subscriptions.find(jid);
            return request && subscriptionRequestView(request);
          },
          changes: [subscriptions.onDidChange],
        }),
      ),
  },
  contactSuggestions: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, ({ suggestions }) =>
        watchCollection(clock, listener, {
          all: () => [...suggestions.values()].map(contactSuggestionView),
          one: (sender) => {
            const suggestion = suggestions.find(sender);
            return suggestion && contactSuggestionView(suggestion);
          },
          changes: [suggestions.onDidChange],
        }),
      ),
  },
  contactDetails: {
    params: v.strictObject(ofChat),
    tab: 'none',
    // Requested once, so it need not follow the account.
    watch: ({ accounts }, { account, chat }, listener) =>
      watchContactDetails(accounts.get(account), chat, listener),
  },
  commonRooms: {
    params: v.strictObject(ofChat),
    tab: 'none',
    watch: ({ accounts, clock }, of, listener) =>
      followAccount(accounts, of.account, listener, ({ rooms }) =>
        watchCommonRooms(rooms, of, listener, clock),
      ),
  },
  attention: {
    params: v.strictObject({
      window: id,
      focused: v.boolean(),
      focusedAt: v.pipe(v.number(), v.minValue(0)),
      idle: v.nullable(v.picklist(['away', 'xa'])),
    }),
    tab: 'none',
    watch: ({ attention }, window, listener) => attention.watch(window, listener),
  },
};

/** @param name any text sent by a client */
export function isTopic(name: string): name is Topic {
  return Object.hasOwn(topics, name);
}
