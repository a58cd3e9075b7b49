import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { AccountRecord, AccountStore, KeptSession, ResumeState } from '../accountStore.ts';
import { type ArchivePreferences, loadPreferences, savePreferences } from './archivePreferences.ts';
import type { Chat } from '../chats/chat.ts';
import { Chats } from '../chats/chats.ts';
import { ChatStates } from '../chats/chatStates.ts';
import { Contacts } from '../contacts/contacts.ts';
import { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { chosenOffline, needsUser, notOnline } from '../failure.ts';
import { Failures } from './failures.ts';
import type { History } from '../history.ts';
import { listen } from './incoming.ts';
import { KeptRequests } from '../contacts/keptRequests.ts';
import type { Link, LinkOptions, LinkState, Network } from '../link.ts';
import { Outbox } from '../sending/outbox.ts';
import { OwnChanges } from '../sending/ownChanges.ts';
import { OwnPresence } from './ownPresence.ts';
import { deleteAccount, setPassword } from './registration.ts';
import { Roster } from '../contacts/roster.ts';
import { RosterSync } from '../contacts/rosterSync.ts';
import { SessionStart } from './sessionStart.ts';
import type { Idle, OwnShow } from '../show.ts';
import type { Settings } from '../settings.ts';
import { Subscriptions } from '../contacts/subscriptions.ts';
import { Sync } from '../sync/sync.ts';
import { Transfers } from '../files/transfers.ts';

/** How many status messages are remembered. */
const RECENT_STATUSES = 5;

/** What every account is built from. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly store: AccountStore;
  readonly openLink: Network['openLink'];
  /** Certificates of a CA file that the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
  readonly settings: Settings;
}

/** What the first link of an account is opened with. */
interface First extends Pick<LinkOptions, 'registration'> {
  readonly resume?: KeptSession | undefined;
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
  readonly changes: OwnChanges;
  readonly subscriptions: Subscriptions;
  readonly roster: Roster;
  readonly #presence: OwnPresence;
  readonly #rosterSync: RosterSync;
  readonly #keptRequests: KeptRequests;
  readonly #deps: AccountDeps;
  readonly #sync: Sync;
  readonly #sessionStart: SessionStart;
  readonly #changed = new Emitter<undefined>();
  #link: Link;
  /** What the link was at before a sign-in that failed, where it needs the user still. */
  #formerState: LinkState | undefined;
  #attached: Disposable;
  /** What it takes to go on with the session elsewhere, as it was kept last. */
  #kept: ResumeState | undefined;
  #record: AccountRecord;
  #disposed = false;

  /** Connection, own presence or unread count changed. */
  readonly onDidChange = this.#changed.event;

  constructor(record: AccountRecord, password: string, deps: AccountDeps, first: First = {}) {
    this.jid = Jid.of(record.jid);
    const { hasLeft = false, ...known } = record;
    this.#record = known;
    this.#deps = deps;
    const report = (what: string, error: unknown) => {
      this.#report(what, error);
    };
    this.contacts = new Contacts(this.jid.bare);
    this.chats = new Chats(this.jid.bare, {
      history: deps.history,
      clock: deps.clock,
      older: {
        load: (chat, limit) => this.#sync.archive.load(chat, limit),
        look: (chat, limit) => {
          this.#sync.archive.look(chat, limit);
        },
      },
    });
    const current = () => (this.#link.session.jid ? this.#link.session : undefined);
    this.chatStates = new ChatStates({
      session: current,
      sendChatStates: () => deps.settings.sendChatStates(),
      clock: deps.clock,
      typingChanged: () => {
        if (!this.#kept) return;
        this.#keepSession().catch((error: unknown) => {
          report('keeping who was told of typing', error);
        });
      },
    });
    this.chatStates.restore(first.resume?.typing ?? []);
    this.markers = new DisplayedMarkers({
      session: current,
      sendDisplayed: () => deps.settings.sendDisplayed(),
    });
    this.outbox = new Outbox(this.chats, this.chatStates, (error) => {
      report('keeping a message', error);
    });
    const { contacts, chats, markers, outbox } = this;
    this.#sync = new Sync({
      account: this.jid,
      chats,
      contacts,
      markers,
      outbox,
      history: deps.history,
      clock: deps.clock,
      session: current,
      isToldAll: () => this.#presence.isAnnounced && this.#sessionStart.hasCarbons,
      report,
    });
    this.changes = new OwnChanges(this.outbox, deps.clock);
    this.transfers = new Transfers({
      session: (what) => this.#online(what),
      trustedCa: deps.trustedCa,
      announce: (to, file) => this.outbox.send(to, file.url, file),
    });
    this.#rosterSync = new RosterSync({
      ...deps,
      account: this.jid.bare,
      contacts,
      report,
    });
    const session = () => this.#online();
    const acceptRequests = () => deps.settings.acceptRequests();
    const mayShow = () => this.show !== 'invisible';
    this.subscriptions = new Subscriptions({ contacts, session, acceptRequests, mayShow });
    const { subscriptions } = this;
    this.#keptRequests = new KeptRequests(this.jid.bare, deps.store, subscriptions);
    subscriptions.onDidChange(() => {
      this.#keptRequests.save().catch((error: unknown) => {
        report('keeping who asks', error);
      });
    });
    this.roster = new Roster({ account: this.jid, contacts, subscriptions, session });
    this.#presence = new OwnPresence({
      contacts,
      chats,
      session: () => this.#link.session,
      chosen: () => this.#record,
    });
    this.#sessionStart = new SessionStart({
      clock: deps.clock,
      rosterSync: this.#rosterSync,
      sync: this.#sync,
      presence: this.#presence,
      outbox,
      markers,
      chatStates: this.chatStates,
      hasLeft,
      onLearned: () => {
        this.#changed.fire(undefined);
      },
      save: () => this.#save(),
      report,
    });
    this.chats.onDidChange(({ change }) => {
      if (!change) this.#changed.fire(undefined);
    });
    // What is unread stays in sight when its sender is no longer a contact.
    contacts.onDidChange((ids) => {
      for (const id of ids) {
        const chat = chats.find(id);
        if (chat && chat.unread > 0) contacts.addStranger(chat.jid);
      }
    });
    this.#link = this.#openLink(password, first);
    this.#attached = this.#attach(this.#link);
  }

  get state(): LinkState {
    return this.#formerState ?? this.#link.state;
  }

  /** Whether nothing is under way that will soon change all that is known of the account. */
  get settled(): boolean {
    const { phase } = this.state;
    return phase === 'online' ? this.#sessionStart.hasLearned : phase !== 'connecting';
  }

  /** What is to be remembered of the account. */
  get record(): AccountRecord {
    return this.#record;
  }

  /** Own presence as it is told now: as chosen, or away while the user is. */
  get show(): OwnShow {
    return this.#presence.show;
  }

  /** Takes over what is kept of the account, before it connects for the first time. */
  async restore(): Promise<void> {
    try {
      for (const jid of await this.chats.restore()) this.contacts.addStranger(jid);
      const unsent = await this.#deps.history.unsent(this.jid.bare);
      const changes = await this.#deps.history.unsentChanges(this.jid.bare);
      this.outbox.restore(unsent, changes, (jid) => this.chats.open(Jid.of(jid)));
    } catch (error) {
      this.#report('reading the message history', error);
    }
  }

  /** The user has seen all messages of a chat. */
  async see(chat: Chat): Promise<void> {
    this.markers.see(chat.jid);
    this.#sync.readSync.see(chat);
    await chat.markRead();
  }

  /** One attempt to sign in. @throws Error with a sentence, a `code` and `data` */
  connect(): Promise<void> {
    return this.#link.connect();
  }

  /**
   * One attempt to sign in anew, with another password or certificate. What the account knows
   * stays, and so does its former connection when the attempt fails.
   * @throws Error as {@link connect}
   */
  async signIn(record: AccountRecord, password: string): Promise<void> {
    const former = { link: this.#link, attached: this.#attached, record: this.#record };
    const { state } = this;
    await former.link.stop();
    this.#record = record;
    this.#link = this.#openLink(password);
    this.#attached = this.#attach(this.#link);
    try {
      await this.#link.connect();
      former.attached.dispose();
    } catch (error) {
      await this.#link.stop();
      this.#attached.dispose();
      this.#link = former.link;
      this.#attached = former.attached;
      this.#record = former.record;
      if (state.phase === 'needsUser') this.#formerState = state;
      else if (state.phase !== 'offline') this.#link.start();
      this.#changed.fire(undefined);
      throw error;
    }
  }

  /** Stays connected from now on. */
  start(): void {
    this.#link.start();
  }

  /** @throws Failure where the user chose to be offline */
  reconnectNow(): void {
    if (this.#record.show === 'offline') throw chosenOffline();
    this.#link.reconnectNow();
  }

  stop(): Promise<void> {
    this.chatStates.leave('gone');
    return this.#link.stop();
  }

  /** Leaves at once; contacts do not see it, and another process may go on with the session. */
  suspend(): void {
    // What is kept stays as it is from here on: another process may have taken it by now.
    this.#kept = undefined;
    this.chatStates.leave('paused');
    this.#link.suspend();
  }

  setFocused(focused: boolean): void {
    this.#link.setFocused(focused);
  }

  /** Own presence, kept for the next start. `offline` ends the connection, the others begin one. */
  async setPresence(show: OwnShow, status: string): Promise<void> {
    // Before it is chosen: an invisible user tells nobody anything.
    if (show === 'invisible') this.chatStates.leave('gone');
    this.#record = { ...this.#record, show, status };
    if (status !== '') this.#rememberStatus(status);
    this.#changed.fire(undefined);
    await this.#save();
    if (show === 'offline') await this.stop();
    else if (this.state.phase === 'online') this.#announce();
    else this.#link.start();
    if (show === 'invisible') await this.#save();
  }

  /** Keeps what is remembered. Another process that takes the session over need not tell the contacts again. */
  async #save(): Promise<void> {
    // Signed out meanwhile: what was forgotten stays so.
    if (this.#disposed) return;
    const { show } = this.#record;
    const hasLeft =
      show === 'invisible' && this.#sessionStart.hasLearned && !this.#presence.isAnnounced;
    await this.#deps.store.save({ ...this.#record, ...(hasLeft && { hasLeft }) });
  }

  /** Sets the password at the server, and signs in with it from then on. @throws Failure */
  async changePassword(password: string): Promise<void> {
    await setPassword(this.#online(), password);
    this.#link.setPassword(password);
    await this.#deps.store.savePassword(this.jid.bare, password);
  }

  /** Deletes the account at the server and ends the session. @throws Failure */
  async deleteFromServer(): Promise<void> {
    this.#online();
    await deleteAccount(this.#link, this.#deps.clock);
    await this.stop();
  }

  /** Whose messages the server archives. @throws Failure */
  async loadArchivePreferences(): Promise<ArchivePreferences> {
    return loadPreferences(this.#online());
  }

  /** Changes that. Result: what the server made of it. @throws Failure */
  async saveArchivePreferences(preferences: ArchivePreferences): Promise<ArchivePreferences> {
    return savePreferences(this.#online(), preferences);
  }

  /** The user has left the keyboard, or is back; what they chose stays for then. */
  setIdle(idle: Idle | undefined): void {
    if (!this.#presence.setIdle(idle)) return;
    this.#changed.fire(undefined);
    if (this.state.phase === 'online') this.#presence.announceChange();
  }

  dispose(): void {
    this.#disposed = true;
    this.#sync.dispose();
    this.chatStates.dispose();
    this.#attached.dispose();
    this.#rosterSync.dispose();
  }

  #openLink(password: string, first: First = {}): Link {
    const { login, fingerprint, strongestMechanism } = this.#record;
    return this.#deps.openLink({
      account: this.jid,
      login,
      password,
      fingerprint,
      strongestMechanism,
      onStrongerMechanism: (mechanism) => {
        this.#record = { ...this.#record, strongestMechanism: mechanism };
      },
      mayKnowPresence: (jid) => this.show !== 'invisible' && this.contacts.seesUs(jid),
      keep: (state) => {
        this.#kept = state;
        return this.#keepSession();
      },
      ...first,
    });
  }

  #keepSession(): Promise<void> {
    const { typing } = this.chatStates;
    const kept = this.#kept && { ...this.#kept, ...(typing.length > 0 && { typing }) };
    return this.#deps.store.saveResumeState(this.jid.bare, kept);
  }

  #attach(link: Link): Disposable {
    const owned = new DisposableStore();
    owned.add(link);
    owned.add(this.outbox.attach(link));
    owned.add(
      listen(link.session, {
        contacts: this.contacts,
        rosterSync: this.#rosterSync,
        chats: this.chats,
        backlog: this.#sync.backlog,
        intake: this.#sync.intake,
        failures: new Failures({ account: this.jid, chats: this.chats, outbox: this.outbox }),
        subscriptions: this.subscriptions,
        keptRequests: this.#keptRequests,
        chatStates: this.chatStates,
        markers: this.markers,
        readSync: this.#sync.readSync,
        begin: () => this.#sessionStart.begin(link),
        resume: () => this.#sessionStart.resume(link),
        catchUpLater: () => {
          this.#sync.catchUpLater();
        },
        report: (what, error) => {
          this.#report(what, error);
        },
      }),
    );
    owned.add(
      link.onState(() => {
        this.#formerState = undefined;
        this.#changed.fire(undefined);
      }),
    );
    return owned;
  }

  /** Tells the contacts; what the server has kept from an invisible user, its archive tells. */
  #announce(): void {
    const wasAnnounced = this.#presence.isAnnounced;
    this.#presence.announce();
    this.subscriptions.acceptWaiting();
    const isChanged = wasAnnounced !== this.#presence.isAnnounced;
    if (isChanged && this.#sessionStart.hasLearned) void this.#sync.readNews();
  }

  /**
   * The session, for what needs the server at once.
   *
   * @param what is not done otherwise, where the user could not tell: the beginning of a sentence
   * @throws Failure offline
   */
  #online(what?: string): Session {
    const { phase, error } = this.state;
    if (phase === 'online') return this.#link.session;
    if (this.#record.show === 'offline') throw chosenOffline(what);
    throw phase === 'needsUser' ? needsUser(error?.message, what) : notOnline(what);
  }

  #rememberStatus(status: string): void {
    const others = this.#record.recentStatuses?.filter((other) => other !== status) ?? [];
    const recentStatuses = [status, ...others].slice(0, RECENT_STATUSES);
    this.#record = { ...this.#record, recentStatuses };
  }

  #report(what: string, error: unknown): void {
    if (isDisconnected(error)) return;
    this.#deps.log.error(`${this.jid.bare}: ${what} failed: ${describeError(error)}`);
  }
}

/** The connection was lost; the next one tries again. */
function isDisconnected(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'not-connected';
}
