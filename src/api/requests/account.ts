import type { AccountId, ArchivePreferencesView, OwnShow, RegistrationView } from '../views.ts';
import type { OfAccount, TrustedCertificate } from './params.ts';

/** Requests about accounts: method → parameters and result. */
export interface AccountRequests {
  /** Signs in and, once the server has accepted, stores the account. @returns its id */
  signIn: {
    params: { readonly jid: string; readonly password: string };
    result: AccountId;
  };
  /** Ends the session and deletes the password; contacts and history stay on the server. */
  signOut: { params: OfAccount; result: null };
  /** Tries to connect now instead of at the next scheduled time. */
  reconnect: { params: OfAccount; result: null };
  /** Trusts one certificate, by SHA-256 fingerprint (upper-case hex with colons), for one account. */
  pinCertificate: { params: { readonly jid: string; readonly fingerprint: string }; result: null };
  /** Accepts a weaker sign-in mechanism than the server offered before. */
  forgetMechanism: { params: { readonly jid: string }; result: null };
  /** Sets own presence; `null` for the one chosen before. */
  setPresence: {
    params: OfAccount & { readonly show: OwnShow | null; readonly status: string };
    result: null;
  };
  /** Fetches the registration form of a server; `server` is its domain. */
  fetchRegistration: {
    params: { readonly server: string } & TrustedCertificate;
    result: RegistrationView;
  };
  /**
   * Submits the answers to that form, including hidden fields, then signs in as `signIn` does.
   * Rejects with `registration-invalid` if other answers may be accepted. @returns the account's id
   */
  register: {
    params: {
      readonly server: string;
      readonly isDataForm: boolean;
      readonly values: Readonly<Record<string, readonly string[]>>;
    } & TrustedCertificate;
    result: AccountId;
  };
  /** Changes the password at the server and stores it. */
  changePassword: { params: OfAccount & { readonly password: string }; result: null };
  /** Deletes the account at its server; once confirmed, also from this machine. */
  deleteAccount: { params: OfAccount; result: null };
  /** Signs out and deletes password, settings and messages of the account from this machine. */
  removeAccount: { params: OfAccount; result: null };
  /** Whose messages the server archives; `no-archive-preferences` if it allows no choice. */
  getArchivePreferences: { params: OfAccount; result: ArchivePreferencesView };
  /** Replaces these preferences. @returns those that the server applied */
  setArchivePreferences: {
    params: OfAccount & ArchivePreferencesView;
    result: ArchivePreferencesView;
  };
}
