import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { describeError } from '../../base/log.ts';
import { failure, userError } from '../../base/userError.ts';
import type { RegistrationAnswers, RegistrationForm } from '../../xmpp/xep/0077-register.ts';
import type { Account } from './account.ts';
import type { AccountDeps } from './accountParts.ts';
import { parseAccount, parseRegistration, parseServer } from './addresses.ts';
import { createAccount } from './createAccount.ts';
import { SignIns } from './signIns.ts';
import type { AccountRecord, KeptSession } from '../accountStore.ts';
import { explain } from '../explain.ts';
import type { SearchPage, SearchQuery } from '../history.ts';
import type { Network } from '../link.ts';
import type { Idle } from '../show.ts';

/** The dependencies of all accounts. */
export interface AccountsDeps extends AccountDeps, Network {}

/** All accounts that are signed in, by bare JID. */
export class Accounts implements Disposable {
  readonly #deps: AccountsDeps;
  readonly #accounts = new Map<string, Account>();
  readonly #signIns: SignIns;
  readonly #removed = new Set<string>();
  readonly #changed = new Emitter<readonly string[]>();
  #idle: Idle | undefined;
  #focused = true;

  /** The ids of accounts that were added, changed or removed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
    this.#signIns = new SignIns({
      store: deps.store,
      find: (id) => this.#accounts.get(id),
      create: (record, password, registration) =>
        createAccount(record, password, deps, { registration }),
      add: (account) => {
        this.#add(account);
      },
      recordOf: (id) => this.#record(id),
    });
  }

  values(): Iterable<Account> {
    return this.#accounts.values();
  }

  /** The ids of accounts whose local data was deleted since the start, and that are not signed in again. */
  get removed(): ReadonlySet<string> {
    return this.#removed;
  }

  find(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  /** @throws Failure if no account has this id */
  get(id: string): Account {
    const account = this.#accounts.get(id);
    if (!account) throw failure('no-account');
    return account;
  }

  /** Restores the stored accounts; those without a password wait for the user. */
  async restore(): Promise<void> {
    for (const record of this.#deps.store.list()) {
      const password = await this.#deps.store.loadPassword(record.jid);
      if (password === undefined || this.#isTaken(record.jid)) continue;
      const account = createAccount(record, password, this.#deps, {
        resume: await this.#takeResumeState(record.jid),
      });
      await account.restore();
      if (this.#isTaken(record.jid)) {
        account.dispose();
        continue;
      }
      this.#add(account);
      if (record.show !== 'offline') account.start();
    }
  }

  /**
   * Resolves when every account has its contacts, or will not have them soon: it is offline, waits
   * or needs the user.
   */
  async settled(): Promise<void> {
    for (const account of this.#accounts.values()) {
      if (account.settled) continue;
      await new Promise<void>((resolve) => {
        const subscription = account.onDidChange(() => {
          if (!account.settled) return;
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /**
   * Signs in with a password and, once the server has accepted it, stores both. Nothing is stored
   * of a failed attempt. @returns the account's id
   * @throws Failure
   */
  async signIn(address: string, password: string): Promise<string> {
    const jid = parseAccount(address);
    return this.#signIns.run(jid, password, this.#record(jid.bare));
  }

  /**
   * Requests a server's registration form.
   * @param fingerprint of a certificate that the user trusts, as for {@link pinCertificate}
   * @throws Failure
   */
  async fetchRegistration(server: string, fingerprint?: string): Promise<RegistrationForm> {
    const { domain } = parseServer(server);
    return this.#deps.fetchRegistration(Jid.of(domain), fingerprint).catch((error: unknown) => {
      throw explain(error, userError('task.ask-registration', { domain }));
    });
  }

  /**
   * Registers an account and signs in with it, like {@link signIn}.
   * @param fingerprint of a certificate that the user trusts for this account
   * @returns the account's id
   * @throws Failure with the code `registration-invalid` if other answers may succeed
   */
  async register(
    server: string,
    answers: RegistrationAnswers,
    fingerprint?: string,
  ): Promise<string> {
    const { jid, password } = parseRegistration(server, answers);
    if (this.#accounts.has(jid.bare)) {
      throw failure('registration-invalid.signed-in', { address: shownAddress(jid.bare) });
    }
    const record = this.#record(jid.bare);
    const trusting = fingerprint === undefined ? record : { ...record, fingerprint };
    return this.#signIns.run(jid, password, trusting, answers);
  }

  /** Ends the session and deletes the password. */
  async signOut(id: string): Promise<void> {
    const account = this.get(id);
    await account.stop();
    account.dispose();
    this.#accounts.delete(id);
    this.#changed.fire([id]);
    await this.#deps.store.remove(id);
    await this.#deps.avatars.remove(id);
  }

  /** Signs out and deletes the account's local data; the server keeps its own. */
  async remove(id: string): Promise<void> {
    await this.signOut(id);
    await this.#deps.history.removeAccount(id);
    if (this.#accounts.has(id)) return;
    this.#removed.add(id);
    this.#changed.fire([id]);
  }

  /** Deletes the account at its server, waits for the answer, and then {@link remove}s it here. */
  async deleteFromServer(id: string): Promise<void> {
    await this.get(id).deleteFromServer();
    await this.remove(id);
  }

  /**
   * Trusts a certificate for one account, from the next attempt on.
   * @param fingerprint its SHA-256, in upper-case hexadecimal, with colons
   * @throws Failure `bad-fingerprint`, `bad-jid`
   */
  async pinCertificate(address: string, fingerprint: string): Promise<void> {
    if (!/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/u.test(fingerprint)) {
      throw failure('bad-fingerprint');
    }
    await this.#deps.store.save({ ...this.#record(parseAccount(address).bare), fingerprint });
  }

  /** Accepts a weaker sign-in mechanism than before, from the next attempt on. */
  async forgetMechanism(address: string): Promise<void> {
    const { strongestMechanism, ...rest } = this.#record(parseAccount(address).bare);
    await this.#deps.store.save(rest);
  }

  /** Searches the stored messages of the accounts that are signed in. @throws Failure */
  search(query: Omit<SearchQuery, 'accounts'>): Promise<SearchPage> {
    return this.#deps.history.search({ ...query, accounts: [...this.#accounts.keys()] });
  }

  /** Whether any window has the focus: lost connections are then retried sooner. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    for (const account of this.#accounts.values()) account.setFocused(focused);
  }

  /** The user is idle, or active again. */
  setIdle(idle: Idle | undefined): void {
    this.#idle = idle;
    for (const account of this.#accounts.values()) account.setIdle(idle);
  }

  /** Suspends every session, for the next process to resume. */
  dispose(): void {
    for (const account of this.#accounts.values()) {
      account.suspend();
      account.dispose();
    }
    this.#accounts.clear();
  }

  /** Whether the user has signed in meanwhile, or is signing in. */
  #isTaken(id: string): boolean {
    return this.#accounts.has(id) || this.#signIns.has(id);
  }

  /** If there is none, a new session begins. */
  async #takeResumeState(jid: string): Promise<KeptSession | undefined> {
    try {
      return await this.#deps.store.takeResumeState(jid);
    } catch (error) {
      this.#deps.log.error(`${jid}: reading the session failed: ${describeError(error)}`);
      return undefined;
    }
  }

  #add(account: Account): void {
    const id = account.jid.bare;
    this.#accounts.set(id, account);
    this.#removed.delete(id);
    account.setIdle(this.#idle);
    if (!this.#focused) account.setFocused(false);
    account.onDidChange(() => {
      this.#changed.fire([id]);
    });
    this.#changed.fire([id]);
  }

  #record(jid: string): AccountRecord {
    const known = this.#deps.store.list().find((record) => record.jid === jid);
    return known ?? { jid, show: 'available', status: '' };
  }
}
