import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Session } from '../xmpp/session.ts';
import { StanzaError } from '../xmpp/stanzaError.ts';
import type { AccountRecord, AccountStore, ResumeState } from './accountStore.ts';
import { type ArchivePreferences, loadPreferences, savePreferences } from './archivePreferences.ts';
import type { Chat } from './chat.ts';
import { Chats } from './chats.ts';
import { ChatStates } from './chatStates.ts';
import { Contacts } from './contacts.ts';
import { DisplayedMarkers } from './displayedMarkers.ts';
import { notOnline } from './failure.ts';
import type { History } from './history.ts';
import { listen } from './incoming.ts';
import type { Link, LinkOptions, LinkState, OpenLink } from './link.ts';
import { Outbox } from './outbox.ts';
import { OwnChanges } from './ownChanges.ts';
import { OwnPresence } from './ownPresence.ts';
import { deleteAccount, setPassword } from './registration.ts';
import { Roster } from './roster.ts';
import { RosterSync } from './rosterSync.ts';
import { SessionStart } from './sessionStart.ts';
import type { Idle, OwnShow } from './show.ts';
import { Subscriptions } from './subscriptions.ts';
import { Sync } from './sync.ts';
import { Transfers } from './transfers.ts';

/** How many status messages are remembered. */
const RECENT_STATUSES = 5;

/** What every account is built from. */
export interface AccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly history: History;
  readonly store: AccountStore;
  readonly openLink: OpenLink;
  /** Certificates of a CA file that the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
  /** Whether everybody who asks may see our presence; when absent, the user is asked. */
  readonly acceptsRequests?: () => boolean;
  /** Whether contacts may know what the user has read; they may when absent. */
  readonly sendsDisplayed?: () => boolean;
  /** Whether contacts may know what the user does in a chat; they may when absent. */
  readonly sendsChatStates?: () => boolean;
}

/** One account: its session, and what is known over it. */
export class Account implements Disposable {
  readonly jid: Jid;
  readonly contacts = new Contacts();
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
  readonly #deps: AccountDeps;
  readonly #sync: Sync;
  readonly #sessionStart: SessionStart;
  readonly #changed = new Emitter<undefined>();
  #link: Link;
  #attached: Disposable;
  #record: AccountRecord;

  /** Connection, own presence or unread count changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    record: AccountRecord,
    password: string,
    deps: AccountDeps,
    first: Pick<LinkOptions, 'registration' | 'resume'> = {},
  ) {
    this.jid = Jid.of(record.jid);
    this.#record = record;
    this.#deps = deps;
    const report = (what: string, error: unknown) => {
      this.#report(what, error);
    };
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
      allowed: deps.sendsChatStates ?? (() => true),
    });
    this.markers = new DisplayedMarkers({
      session: current,
      allowed: deps.sendsDisplayed ?? (() => true),
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
      report,
    });
    this.changes = new OwnChanges(this.outbox, deps.clock);
    this.transfers = new Transfers({
      session: () => this.#link.session,
      isOnline: () => this.state.phase === 'online',
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
    const acceptsAll = deps.acceptsRequests ?? (() => false);
    this.subscriptions = new Subscriptions({ contacts, session, acceptsAll });
    const { subscriptions } = this;
    this.roster = new Roster({ account: this.jid, contacts, subscriptions, session });
    this.#presence = new OwnPresence({
      contacts,
      chats,
      session: () => this.#link.session,
      chosen: () => this.#record,
    });
    this.#sessionStart = new SessionStart({
      rosterSync: this.#rosterSync,
      sync: this.#sync,
      presence: this.#presence,
      outbox,
      markers,
      chatStates: this.chatStates,
      onLearned: () => {
        this.#changed.fire(undefined);
      },
      save: () => deps.store.save(this.#record),
      report,
    });
    this.chats.onDidChange(({ change }) => {
      if (!change) this.#changed.fire(undefined);
    });
    this.#link = this.#openLink(password, first);
    this.#attached = this.#attach(this.#link);
  }

  get state(): LinkState {
    return this.#link.state;
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
    const { phase } = former.link.state;
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
      if (phase !== 'offline' && phase !== 'needsUser') this.#link.start();
      this.#changed.fire(undefined);
      throw error;
    }
  }

  /** Stays connected from now on. */
  start(): void {
    this.#link.start();
  }

  reconnectNow(): void {
    this.#link.reconnectNow();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  /** Leaves at once; contacts do not see it, and another process may go on with the session. */
  suspend(): void {
    this.#link.suspend();
  }

  setFocused(focused: boolean): void {
    this.#link.setFocused(focused);
  }

  /** Own presence, kept for the next start. `offline` ends the connection, the others begin one. */
  async setPresence(show: OwnShow, status: string): Promise<void> {
    this.#record = { ...this.#record, show, status };
    if (status !== '') this.#rememberStatus(status);
    this.#changed.fire(undefined);
    await this.#deps.store.save(this.#record);
    if (show === 'offline') await this.#link.stop();
    else if (this.state.phase === 'online') this.#presence.announce();
    else this.#link.start();
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
    await this.#link.stop();
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
    this.#sync.dispose();
    this.#attached.dispose();
    this.#rosterSync.dispose();
  }

  #openLink(password: string, first: Pick<LinkOptions, 'registration' | 'resume'> = {}): Link {
    const { fingerprint, mechanism } = this.#record;
    return this.#deps.openLink({
      account: this.jid,
      password,
      fingerprint,
      mechanism,
      onMechanism: (used) => {
        this.#record = { ...this.#record, mechanism: used };
      },
      mayKnowPresence: (jid) => this.show !== 'invisible' && this.contacts.seesUs(jid),
      keep: (state) => this.#keepSession(state),
      ...first,
    });
  }

  /** Only a session that begins is told who still waits for an answer (RFC 6121 §3.1.3). */
  #keepSession(state: ResumeState | undefined): Promise<void> {
    const [request] = this.subscriptions.values();
    return this.#deps.store.saveResumeState(this.jid.bare, request ? undefined : state);
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
        subscriptions: this.subscriptions,
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
        this.#changed.fire(undefined);
      }),
    );
    return owned;
  }

  /** The session, for what needs the server at once. @throws Failure offline */
  #online(): Session {
    if (this.state.phase !== 'online') throw notOnline();
    return this.#link.session;
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
