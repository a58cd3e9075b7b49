import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { AccountRecord, AccountStore } from '../accountStore.ts';
import type { Chat } from '../chats/chat.ts';
import type { AccountChatOptions } from '../chats/chatOptions.ts';
import type { Chats } from '../chats/chats.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import type { Annotations } from '../contacts/annotations.ts';
import { type BlockList, type BlockReport, MAX_REPORTED } from '../contacts/blockList.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Roster } from '../contacts/roster.ts';
import type { RosterGroups } from '../contacts/rosterGroups.ts';
import type { ContactSuggestions } from '../contacts/suggestions.ts';
import type { Subscriptions } from '../contacts/subscriptions.ts';
import type { UserDirectory } from '../directory/userDirectory.ts';
import type { Downloads } from '../files/downloads.ts';
import type { IncomingFiles } from '../files/incomingFiles.ts';
import type { Transfers } from '../files/transfers.ts';
import type { History } from '../history.ts';
import type { LinkState } from '../link.ts';
import type { AccountRooms } from '../rooms/accountRooms.ts';
import type { PrivateChats } from '../sync/privateChats.ts';
import type { Outbox } from '../sending/outbox.ts';
import type { OwnAmendments } from '../sending/ownAmendments.ts';
import type { Idle, OwnShow } from '../show.ts';
import type { AccountAvatars } from './accountAvatars.ts';
import type { AccountLink } from './accountLink.ts';
import type { AccountParts } from './accountParts.ts';
import { type ArchivePreferences, loadPreferences, savePreferences } from './archivePreferences.ts';
import type { OwnProfile } from './ownProfile.ts';
import type { Profile } from './profile.ts';
import { deleteAccount, setPassword } from './registration.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

/** What {@link createAccount} assembles into an account. */
export interface AccountAssembly {
  readonly jid: Jid;
  readonly profile: Profile;
  readonly link: AccountLink;
  readonly keeper: SessionKeeper;
  readonly parts: AccountParts;
  readonly clock: Clock;
  readonly history: History;
  readonly store: AccountStore;
  /** Saves the account's record. */
  readonly save: () => Promise<void>;
  readonly changed: () => void;
  readonly onDidChange: Event<undefined>;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/** One account: its session, and the state received over it. */
export class Account implements Disposable {
  readonly jid: Jid;
  readonly contacts: Contacts;
  readonly blockList: BlockList;
  readonly chats: Chats;
  readonly chatOptions: AccountChatOptions;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly transfers: Transfers;
  readonly incomingFiles: IncomingFiles;
  readonly downloads: Downloads;
  readonly outbox: Outbox;
  readonly changes: OwnAmendments;
  readonly subscriptions: Subscriptions;
  readonly directory: UserDirectory;
  readonly roster: Roster;
  readonly groups: RosterGroups;
  readonly annotations: Annotations;
  readonly suggestions: ContactSuggestions;
  readonly rooms: AccountRooms;
  readonly privateChats: PrivateChats;
  readonly avatars: AccountAvatars;
  readonly ownProfile: OwnProfile;
  readonly #own: AccountAssembly;

  /** Connection, own presence or unread count changed. */
  readonly onDidChange: Event<undefined>;

  constructor(own: AccountAssembly) {
    this.#own = own;
    this.jid = own.jid;
    this.onDidChange = own.onDidChange;
    const { parts } = own;
    this.contacts = parts.contacts;
    this.blockList = parts.blockList;
    this.chats = parts.chats;
    this.chatOptions = parts.chatOptions;
    this.chatStates = parts.chatStates;
    this.markers = parts.markers;
    this.transfers = parts.transfers;
    this.incomingFiles = parts.incomingFiles;
    this.downloads = parts.downloads;
    this.outbox = parts.outbox;
    this.changes = parts.changes;
    this.subscriptions = parts.subscriptions;
    this.directory = parts.directory;
    this.roster = parts.roster;
    this.groups = parts.groups;
    this.annotations = parts.annotations;
    this.suggestions = parts.suggestions;
    this.rooms = parts.rooms;
    this.privateChats = parts.privateChats;
    this.avatars = parts.avatars;
    this.ownProfile = parts.ownProfile;
  }

  get state(): LinkState {
    return this.#own.link.state;
  }

  /** Whether no connection attempt or first fetch is in progress, which soon changes all state. */
  get settled(): boolean {
    const { phase } = this.state;
    return phase === 'online' ? this.#own.parts.sessionStart.isReady : phase !== 'connecting';
  }

  /** The account's stored record. */
  get record(): AccountRecord {
    return this.#own.profile.record;
  }

  /** Own presence as sent now: as chosen, or away while the user is idle. */
  get show(): OwnShow {
    return this.#own.parts.presence.show;
  }

  /** Restores the stored state, before the account connects for the first time. */
  async restore(): Promise<void> {
    const { history, report } = this.#own;
    try {
      for (const { jid, kind } of await this.chats.restore()) {
        if (kind === 'chat') this.contacts.addStranger(jid);
      }
      const unsent = await history.unsent(this.jid.bare);
      const changes = await history.unsentChanges(this.jid.bare);
      this.outbox.restore(unsent, changes, ({ chat, kind }) => {
        const jid = Jid.of(chat);
        return this.chats.openAs(jid, kind);
      });
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

  /** What waits of those who are not in the roster, one for each of them. */
  get strangers(): number {
    let count = 0;
    for (const { jid, standing } of this.chats.values()) {
      if (standing !== 'request' || this.blockList.find(jid)) continue;
      if (!this.subscriptions.find(jid.bare)) count += 1;
    }
    return count;
  }

  /** Blocks an address; a report names the last messages of its chat. @throws Failure */
  async block(jid: Jid, report?: Pick<BlockReport, 'reason' | 'text'>): Promise<void> {
    const stanzaIds = report ? await this.#reportable(jid) : [];
    await this.blockList.block(jid, report && { ...report, stanzaIds });
  }

  /** The user wants to see nothing of a chat, nor of a request of this contact. */
  async ignore(chat: Chat): Promise<void> {
    await chat.ignore();
    this.subscriptions.drop(({ jid }) => jid.bare === chat.jid.bare);
  }

  /** One attempt to sign in. @throws Failure */
  connect(): Promise<void> {
    return this.#own.link.current.connect();
  }

  /**
   * One attempt to sign in again, with another password or certificate. The account's state is
   * preserved, and so is its former connection if the attempt fails.
   * @throws Error as {@link connect}
   */
  signIn(record: AccountRecord, password: string): Promise<void> {
    return this.#own.link.signIn(record, password);
  }

  /** Connects, and reconnects from now on. */
  start(): void {
    this.#own.link.current.start();
  }

  /** @throws Failure if the user chose to be offline */
  reconnectNow(): void {
    this.#own.link.reconnectNow();
  }

  stop(): Promise<void> {
    this.chatStates.leave('gone');
    return this.#own.link.current.stop();
  }

  /** Disconnects at once, unseen by contacts; another process may resume the session. */
  suspend(): void {
    this.#own.keeper.letGo();
    this.chatStates.leave('paused');
    this.#own.link.current.suspend();
    this.incomingFiles.suspend();
  }

  setFocused(focused: boolean): void {
    this.#own.link.current.setFocused(focused);
  }

  /** Sets own presence and stores it. `offline` ends the connection, the others begin one. */
  async setPresence(show: OwnShow, status: string): Promise<void> {
    const { profile, link, save, changed } = this.#own;
    // Before the change: nothing is sent to contacts while invisible.
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

  /** The server's archiving preferences. @throws Failure */
  async loadArchivePreferences(): Promise<ArchivePreferences> {
    return loadPreferences(this.#own.link.online());
  }

  /** Changes them. @returns the preferences as set by the server. @throws Failure */
  async saveArchivePreferences(preferences: ArchivePreferences): Promise<ArchivePreferences> {
    return savePreferences(this.#own.link.online(), preferences);
  }

  /** The user is idle, or active again; their chosen presence is preserved. */
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
    this.incomingFiles.dispose();
    this.downloads.dispose();
    this.chatStates.dispose();
    this.chatOptions.dispose();
    link.dispose();
    parts.keptLastSeen.dispose();
    parts.rosterSync.dispose();
    parts.privateChats.dispose();
    parts.avatarHashes.dispose();
    parts.avatarImages.dispose();
    parts.roomSyncs.dispose();
    this.rooms.dispose();
  }

  /** The ids in our archive of what this address has sent last; a room has an archive of its own. */
  async #reportable(jid: Jid): Promise<readonly string[]> {
    const chat = this.chats.at(jid);
    if (!chat || chat.kind === 'room') return [];
    const last = await this.#own.history.load(chat.key, { limit: MAX_REPORTED });
    return last.flatMap(({ outgoing, stanzaId }) => (outgoing ? [] : (stanzaId ?? [])));
  }

  /** Sends presence; the archive has what the server withheld while the user was invisible. */
  #announce(): void {
    const { presence, sessionStart, sync } = this.#own.parts;
    const wasAnnounced = presence.isAnnounced;
    presence.announce();
    this.subscriptions.acceptWaiting();
    const isChanged = wasAnnounced !== presence.isAnnounced;
    if (isChanged && sessionStart.isReady) void sync.readNews();
  }
}
