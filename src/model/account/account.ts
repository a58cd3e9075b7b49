import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { AccountRecord, AccountStore } from '../accountStore.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Roster } from '../contacts/roster.ts';
import type { Subscriptions } from '../contacts/subscriptions.ts';
import type { Transfers } from '../files/transfers.ts';
import type { History } from '../history.ts';
import type { LinkState } from '../link.ts';
import type { Outbox } from '../sending/outbox.ts';
import type { OwnAmendments } from '../sending/ownAmendments.ts';
import type { Idle, OwnShow } from '../show.ts';
import type { AccountLink } from './accountLink.ts';
import type { AccountParts } from './accountParts.ts';
import { type ArchivePreferences, loadPreferences, savePreferences } from './archivePreferences.ts';
import type { Profile } from './profile.ts';
import { deleteAccount, setPassword } from './registration.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

/** What {@link createAccount} joins to an account. */
export interface AccountAssembly {
  readonly jid: Jid;
  readonly profile: Profile;
  readonly link: AccountLink;
  readonly keeper: SessionKeeper;
  readonly parts: AccountParts;
  readonly clock: Clock;
  readonly history: History;
  readonly store: AccountStore;
  /** Keeps what is remembered of the account. */
  readonly save: () => Promise<void>;
  readonly changed: () => void;
  readonly onDidChange: Event<undefined>;
  /** Hears of errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** One account: its session, and what is known over it. */
export class Account implements Disposable {
  readonly jid: Jid;
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly transfers: Transfers;
  readonly outbox: Outbox;
  readonly changes: OwnAmendments;
  readonly subscriptions: Subscriptions;
  readonly roster: Roster;
  readonly #own: AccountAssembly;

  /** Connection, own presence or unread count changed. */
  readonly onDidChange: Event<undefined>;

  constructor(own: AccountAssembly) {
    this.#own = own;
    this.jid = own.jid;
    this.onDidChange = own.onDidChange;
    const { parts } = own;
    this.contacts = parts.contacts;
    this.chats = parts.chats;
    this.chatStates = parts.chatStates;
    this.markers = parts.markers;
    this.transfers = parts.transfers;
    this.outbox = parts.outbox;
    this.changes = parts.changes;
    this.subscriptions = parts.subscriptions;
    this.roster = parts.roster;
  }

  get state(): LinkState {
    return this.#own.link.state;
  }

  /** Whether nothing is under way that will soon change all that is known of the account. */
  get settled(): boolean {
    const { phase } = this.state;
    return phase === 'online' ? this.#own.parts.sessionStart.isReady : phase !== 'connecting';
  }

  /** What is to be remembered of the account. */
  get record(): AccountRecord {
    return this.#own.profile.record;
  }

  /** Own presence as it is told now: as chosen, or away while the user is. */
  get show(): OwnShow {
    return this.#own.parts.presence.show;
  }

  /** Takes over what is kept of the account, before it connects for the first time. */
  async restore(): Promise<void> {
    const { history, report } = this.#own;
    try {
      for (const jid of await this.chats.restore()) this.contacts.addStranger(jid);
      const unsent = await history.unsent(this.jid.bare);
      const changes = await history.unsentChanges(this.jid.bare);
      this.outbox.restore(unsent, changes, (jid) => this.chats.open(Jid.of(jid)));
    } catch (error) {
      report('reading the message history', error);
    }
  }

  /** The user has seen all messages of a chat. */
  async see(chat: Chat): Promise<void> {
    this.markers.see(chat.jid);
    this.#own.parts.sync.readSync.see(chat);
    await chat.markRead();
  }

  /** One attempt to sign in. @throws Failure */
  connect(): Promise<void> {
    return this.#own.link.current.connect();
  }

  /**
   * One attempt to sign in anew, with another password or certificate. What the account knows
   * stays, and so does its former connection when the attempt fails.
   * @throws Error as {@link connect}
   */
  signIn(record: AccountRecord, password: string): Promise<void> {
    return this.#own.link.signIn(record, password);
  }

  /** Stays connected from now on. */
  start(): void {
    this.#own.link.current.start();
  }

  /** @throws Failure where the user chose to be offline */
  reconnectNow(): void {
    this.#own.link.reconnectNow();
  }

  stop(): Promise<void> {
    this.chatStates.leave('gone');
    return this.#own.link.current.stop();
  }

  /** Leaves at once; contacts do not see it, and another process may go on with the session. */
  suspend(): void {
    this.#own.keeper.letGo();
    this.chatStates.leave('paused');
    this.#own.link.current.suspend();
  }

  setFocused(focused: boolean): void {
    this.#own.link.current.setFocused(focused);
  }

  /** Own presence, kept for the next start. `offline` ends the connection, the others begin one. */
  async setPresence(show: OwnShow, status: string): Promise<void> {
    const { profile, link, save, changed } = this.#own;
    // Before it is chosen: an invisible user tells nobody anything.
    if (show === 'invisible') this.chatStates.leave('gone');
    profile.choose(show, status);
    changed();
    await save();
    if (show === 'offline') await this.stop();
    else if (this.state.phase === 'online') this.#announce();
    else link.current.start();
    if (show === 'invisible') await save();
  }

  /** Sets the password at the server, and signs in with it from then on. @throws Failure */
  async changePassword(password: string): Promise<void> {
    const { link, store } = this.#own;
    await setPassword(link.online(), password);
    link.current.setPassword(password);
    await store.savePassword(this.jid.bare, password);
  }

  /** Deletes the account at the server and ends the session. @throws Failure */
  async deleteFromServer(): Promise<void> {
    const { link, clock } = this.#own;
    link.online();
    await deleteAccount(link.current, clock);
    await this.stop();
  }

  /** Whose messages the server archives. @throws Failure */
  async loadArchivePreferences(): Promise<ArchivePreferences> {
    return loadPreferences(this.#own.link.online());
  }

  /** Changes that. Result: what the server made of it. @throws Failure */
  async saveArchivePreferences(preferences: ArchivePreferences): Promise<ArchivePreferences> {
    return savePreferences(this.#own.link.online(), preferences);
  }

  /** The user has left the keyboard, or is back; what they chose stays for then. */
  setIdle(idle: Idle | undefined): void {
    const { parts, changed } = this.#own;
    if (!parts.presence.setIdle(idle)) return;
    changed();
    if (this.state.phase === 'online') parts.presence.announceChange();
  }

  dispose(): void {
    const { profile, link, parts } = this.#own;
    profile.forget();
    parts.sync.dispose();
    this.chatStates.dispose();
    link.dispose();
    parts.rosterSync.dispose();
  }

  /** Tells the contacts; what the server has kept from an invisible user, its archive tells. */
  #announce(): void {
    const { presence, sessionStart, sync } = this.#own.parts;
    const wasAnnounced = presence.isAnnounced;
    presence.announce();
    this.subscriptions.acceptWaiting();
    const isChanged = wasAnnounced !== presence.isAnnounced;
    if (isChanged && sessionStart.isReady) void sync.readNews();
  }
}
