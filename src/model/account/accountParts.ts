import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import type { Log } from '../../base/log.ts';
import type { UserError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { AccountStore } from '../accountStore.ts';
import { Chats } from '../chats/chats.ts';
import { ChatStates } from '../chats/chatStates.ts';
import { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { Contacts } from '../contacts/contacts.ts';
import { KeptRequests } from '../contacts/keptRequests.ts';
import { Roster } from '../contacts/roster.ts';
import { RosterSync } from '../contacts/rosterSync.ts';
import { Subscriptions } from '../contacts/subscriptions.ts';
import { Transfers } from '../files/transfers.ts';
import type { History } from '../history.ts';
import type { Network } from '../link.ts';
import { Outbox } from '../sending/outbox.ts';
import { preparePlain } from '../sending/prepare.ts';
import { OwnAmendments } from '../sending/ownAmendments.ts';
import type { Settings } from '../settings.ts';
import { Sync } from '../sync/sync.ts';
import { OwnPresence } from './ownPresence.ts';
import type { Profile } from './profile.ts';
import { SessionStart } from './sessionStart.ts';

/** What every account is built from. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly store: AccountStore;
  readonly settings: Settings;
  readonly openLink: Network['openLink'];
  /** Certificates of authorities that the user trusts besides the usual ones, as PEM. */
  readonly trustedCa: () => string | undefined;
}

/** What the parts of an account know of its link and of each other's news. */
export interface PartsContext {
  readonly account: Jid;
  readonly profile: Profile;
  /** The session, also while no stream carries it. */
  readonly anySession: () => Session;
  /** The session while a stream carries it. */
  readonly session: () => Session | undefined;
  /** The session, for what the user asks for. @throws Failure offline */
  readonly online: (task?: UserError) => Session;
  /** As {@link AccountRecord.hasLeft}, when the account begins. */
  readonly hasLeft: boolean;
  /** Keeps what is remembered of the account. */
  readonly save: () => Promise<void>;
  /** Keeps who was told of typing. */
  readonly keepTyping: () => Promise<void>;
  /** What is seen of the account has changed. */
  readonly changed: () => void;
  /** Hears of errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

export interface AccountParts {
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly outbox: Outbox;
  readonly changes: OwnAmendments;
  readonly transfers: Transfers;
  readonly subscriptions: Subscriptions;
  readonly roster: Roster;
  readonly rosterSync: RosterSync;
  readonly keptRequests: KeptRequests;
  readonly presence: OwnPresence;
  readonly sync: Sync;
  readonly sessionStart: SessionStart;
}

/** Makes the parts of an account, and joins them. */
export function createParts(context: PartsContext, deps: AccountDeps): AccountParts {
  const { account, profile, session, online, changed, report } = context;
  const { clock, history, settings, store, trustedCa } = deps;
  const reporting = (what: string) => (error: unknown) => {
    report(what, error);
  };
  const contacts = new Contacts(account.bare);
  const chats: Chats = new Chats(account.bare, {
    history,
    clock,
    older: {
      load: (chat, limit) => sync.archive.load(chat, limit),
      prefetch: (chat, limit) => {
        sync.archive.prefetch(chat, limit);
      },
    },
  });
  const chatStates = new ChatStates({
    session,
    clock,
    sendChatStates: () => settings.sendChatStates(),
    typingChanged: () => {
      context.keepTyping().catch(reporting('keeping who was told of typing'));
    },
  });
  const sendDisplayed = () => settings.sendDisplayed();
  const markers = new DisplayedMarkers({ session, sendDisplayed });
  const outbox = new Outbox(chats, preparePlain(chatStates), reporting('keeping a message'));
  const presence = new OwnPresence({
    contacts,
    chats,
    session: context.anySession,
    chosen: () => profile.record,
  });
  const isToldAll = () => presence.isAnnounced && sessionStart.hasCarbons;
  const sync: Sync = new Sync({
    ...{ account, chats, contacts, markers, outbox, history, clock, session, isToldAll, report },
  });
  const rosterSync = new RosterSync({ account: account.bare, contacts, store, clock, report });
  const subscriptions = new Subscriptions({
    contacts,
    session: online,
    acceptRequests: () => settings.acceptRequests(),
    mayShow: () => presence.show !== 'invisible',
  });
  const keptRequests = new KeptRequests(account.bare, store, subscriptions);
  subscriptions.onDidChange(() => {
    keptRequests.save().catch(reporting('keeping who asks'));
  });
  const sessionStart: SessionStart = new SessionStart({
    ...{ clock, rosterSync, sync, presence, outbox, markers, chatStates, report },
    hasLeft: context.hasLeft,
    onLearned: changed,
    save: context.save,
  });
  chats.onDidChange(({ change }) => {
    if (!change) changed();
  });
  // What is unread stays in sight when its sender is no longer a contact.
  contacts.onDidChange((ids) => {
    for (const id of ids) {
      const chat = chats.find(id);
      if (chat && chat.unread > 0) contacts.addStranger(chat.jid);
    }
  });
  return {
    contacts,
    chats,
    chatStates,
    markers,
    outbox,
    changes: new OwnAmendments(outbox, clock),
    transfers: new Transfers({
      session: online,
      trustedCa,
      announce: (to, file) => outbox.send(to, { body: file.url, file }),
    }),
    subscriptions,
    roster: new Roster({ account, contacts, subscriptions, session: online }),
    rosterSync,
    keptRequests,
    presence,
    sync,
    sessionStart,
  };
}
