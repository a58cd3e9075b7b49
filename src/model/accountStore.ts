import type { ResumeState } from '../xmpp/resumeState.ts';
import type { Roster } from '../xmpp/im/roster.ts';
import type { OwnShow } from './show.ts';

export type { ResumeState } from '../xmpp/resumeState.ts';
export type { Roster, RosterItem } from '../xmpp/im/roster.ts';

/** What is remembered of an account between two starts, besides its password. */
export interface AccountRecord {
  /** The bare JID. */
  readonly jid: string;
  /** The name to sign in by, where the server makes another address of it. */
  readonly login?: string;
  /** Own presence as chosen last. */
  readonly show: OwnShow;
  readonly status: string;
  /** Whether the contacts were told that the session, which is invisible, has left (RFC 6121 §4.5). */
  readonly hasLeft?: boolean;
  /** The strongest sign-in mechanism seen, below which none is accepted. */
  readonly strongestMechanism?: string;
  /** The SHA-256 fingerprint of a certificate that the user trusts for this account. */
  readonly fingerprint?: string;
  /** Status messages used before, the newest first. */
  readonly recentStatuses?: readonly string[];
}

/** Somebody who asks to see our presence. */
export interface KeptRequest {
  /** The bare JID. */
  readonly jid: string;
  readonly status: string;
}

/** A session that another process may go on with. */
export interface KeptSession extends ResumeState {
  /** The bare JIDs of those who were told that the user types. */
  readonly typing?: readonly string[];
}

/** Keeps accounts and their passwords; the passwords apart, as secrets. */
export interface AccountStore {
  list(): readonly AccountRecord[];
  /** Adds or replaces by JID. */
  save(record: AccountRecord): Promise<void>;
  /** Forgets the record, the password, the roster, the requests and the session. */
  remove(jid: string): Promise<void>;
  loadPassword(jid: string): Promise<string | undefined>;
  savePassword(jid: string, password: string): Promise<void>;
  deletePassword(jid: string): Promise<void>;
  /** The roster as it was kept last. */
  loadRoster(jid: string): Roster | undefined;
  saveRoster(jid: string, roster: Roster): Promise<void>;
  /** Who asked to see our presence and had no answer; the oldest first. */
  loadRequests(jid: string): readonly KeptRequest[];
  saveRequests(jid: string, requests: readonly KeptRequest[]): Promise<void>;
  /** Keeps, as a secret, what it takes to go on with the session; `undefined` where it is over. */
  saveResumeState(jid: string, state: KeptSession | undefined): Promise<void>;
  /** What was kept so. It is good for one attempt: from then on it is used. */
  takeResumeState(jid: string): Promise<KeptSession | undefined>;
}
