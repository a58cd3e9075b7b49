import type { ResumeState } from '../xmpp/resumeState.ts';
import type { Roster } from '../xmpp/im/roster.ts';
import type { ChatOptionsStore } from './chats/chatOptions.ts';
import type { KnownAvatar } from './avatars/avatarStore.ts';
import type { RoomStore } from './rooms/roomStore.ts';
import type { OwnShow } from './show.ts';

export type { ResumeState } from '../xmpp/resumeState.ts';
export type { Roster, RosterItem } from '../xmpp/im/roster.ts';

/** The stored record of an account, except its password. */
export interface AccountRecord {
  /** The bare JID. */
  readonly jid: string;
  /** The name to sign in with, if the server binds another address for it. */
  readonly login?: string;
  /** Own presence as last chosen. */
  readonly show: OwnShow;
  readonly status: string;
  /** Whether unavailable presence was sent in an invisible session (RFC 6121 §4.5). */
  readonly hasLeft?: boolean;
  /** The strongest sign-in mechanism seen, below which none is accepted. */
  readonly strongestMechanism?: string;
  /** The SHA-256 fingerprint of a certificate that the user trusts for this account. */
  readonly fingerprint?: string;
  /** Recent status messages, the newest first. */
  readonly recentStatuses?: readonly string[];
}

/** A subscription request (RFC 6121 §3.1). */
export interface KeptRequest {
  /** The bare JID. */
  readonly jid: string;
  readonly status: string;
  /** What they call themselves. */
  readonly nickname?: string;
}

/** A session that another process may resume. */
export interface KeptSession extends ResumeState {
  /** The bare JIDs of the contacts that were notified of typing. */
  readonly typing?: readonly string[];
}

/** Stores accounts and their passwords; the passwords separately, as secrets. */
export interface AccountStore extends ChatOptionsStore {
  /** What is known of the accounts' rooms. */
  readonly rooms: RoomStore;
  list(): readonly AccountRecord[];
  /** Adds or replaces by JID. */
  save(record: AccountRecord): Promise<void>;
  /** Deletes the record and all else that is stored of the account. */
  remove(jid: string): Promise<void>;
  loadPassword(jid: string): Promise<string | undefined>;
  savePassword(jid: string, password: string): Promise<void>;
  deletePassword(jid: string): Promise<void>;
  /** The roster as last saved. */
  loadRoster(jid: string): Roster | undefined;
  saveRoster(jid: string, roster: Roster): Promise<void>;
  /** Unanswered subscription requests, the oldest first. */
  loadRequests(jid: string): readonly KeptRequest[];
  saveRequests(jid: string, requests: readonly KeptRequest[]): Promise<void>;
  /** When contacts were seen last, in ms since 1970, by bare JID. */
  loadLastSeen(jid: string): ReadonlyMap<string, number>;
  saveLastSeen(jid: string, seen: ReadonlyMap<string, number>): Promise<void>;
  /** The avatars of contacts and of the account itself, by bare JID. */
  loadAvatars(jid: string): ReadonlyMap<string, KnownAvatar>;
  saveAvatars(jid: string, avatars: ReadonlyMap<string, KnownAvatar>): Promise<void>;
  /** Stores, as a secret, the state for resuming the session; `undefined` once it has ended. */
  saveResumeState(jid: string, state: KeptSession | undefined): Promise<void>;
  /** Returns and removes the stored state: it is good for one attempt. */
  takeResumeState(jid: string): Promise<KeptSession | undefined>;
}
