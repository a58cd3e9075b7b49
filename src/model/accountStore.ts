import type { ResumeState } from '../xmpp/resumeState.ts';
import type { Roster } from '../xmpp/roster.ts';
import type { OwnShow } from './show.ts';

export type { ResumeState } from '../xmpp/resumeState.ts';
export type { Roster, RosterItem } from '../xmpp/roster.ts';

/** What is remembered of an account between two starts, besides its password. */
export interface AccountRecord {
  /** The bare JID. */
  readonly jid: string;
  /** Own presence as chosen last. */
  readonly show: OwnShow;
  readonly status: string;
  /** The strongest sign-in mechanism seen, below which none is accepted. */
  readonly mechanism?: string;
  /** The SHA-256 fingerprint of a certificate that the user trusts for this account. */
  readonly fingerprint?: string;
  /** Status messages used before, the newest first. */
  readonly recentStatuses?: readonly string[];
}

/** Keeps accounts and their passwords; the passwords apart, as secrets. */
export interface AccountStore {
  list(): readonly AccountRecord[];
  /** Adds or replaces by JID. */
  save(record: AccountRecord): Promise<void>;
  /** Forgets the record, the password, the roster and the session. */
  remove(jid: string): Promise<void>;
  loadPassword(jid: string): Promise<string | undefined>;
  savePassword(jid: string, password: string): Promise<void>;
  deletePassword(jid: string): Promise<void>;
  /** The roster as it was kept last. */
  loadRoster(jid: string): Roster | undefined;
  saveRoster(jid: string, roster: Roster): Promise<void>;
  /** Keeps, as a secret, what it takes to go on with the session; `undefined` where it is over. */
  saveResumeState(jid: string, state: ResumeState | undefined): Promise<void>;
  /** What was kept so. Nobody gets it a second time: it is good for one attempt. */
  takeResumeState(jid: string): Promise<ResumeState | undefined>;
}
