import type { OwnShow } from './show.ts';

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
  /** Forgets the record and the password. */
  remove(jid: string): Promise<void>;
  loadPassword(jid: string): Promise<string | undefined>;
  savePassword(jid: string, password: string): Promise<void>;
  deletePassword(jid: string): Promise<void>;
}
