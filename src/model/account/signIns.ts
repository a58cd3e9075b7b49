import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { Failure, failure, userError } from '../../base/userError.ts';
import type { RegistrationAnswers } from '../../xmpp/xep/0077-register.ts';
import type { AccountRecord, AccountStore } from '../accountStore.ts';
import { explain } from '../explain.ts';
import type { Account } from './account.ts';

export interface SignInsDeps {
  readonly store: AccountStore;
  readonly find: (id: string) => Account | undefined;
  /** Creates an account without adding it. */
  readonly create: (
    record: AccountRecord,
    password: string,
    registration?: RegistrationAnswers,
  ) => Account;
  /** Adds it to the accounts. */
  readonly add: (account: Account) => void;
  /** The record of an account, or that of a new one. */
  readonly recordOf: (id: string) => AccountRecord;
}

/** The sign-ins in progress, each to an existing account or to a new one. */
export class SignIns {
  readonly #deps: SignInsDeps;
  /** By bare JID: two at once would end with two connections. */
  readonly #underWay = new Set<string>();

  constructor(deps: SignInsDeps) {
    this.#deps = deps;
  }

  has(id: string): boolean {
    return this.#underWay.has(id);
  }

  /**
   * Signs in and, once the server has accepted it, stores account and password. Nothing is stored
   * of a failed attempt. @returns the account's id
   * @throws Failure
   */
  async run(
    jid: Jid,
    password: string,
    known: AccountRecord,
    registration?: RegistrationAnswers,
  ): Promise<string> {
    const { store, find } = this.#deps;
    const record = { ...known, show: 'available' } as const;
    const address = shownAddress(jid.bare);
    if (this.#underWay.has(jid.bare)) throw failure('busy.signing-in', { address });
    this.#underWay.add(jid.bare);
    const account = await this.#connect(record, password, registration)
      .catch((error: unknown) => this.#connectAsBound(error, jid, record, password))
      .catch((error: unknown) => {
        throw explain(error, userError('task.sign-in', { address }));
      })
      .finally(() => this.#underWay.delete(jid.bare));
    const id = account.jid.bare;
    await store.savePassword(id, password);
    await store.save(account.record);
    // Whatever was stored for the attempt under the typed address, such as a certificate.
    if (id !== jid.bare && !find(jid.bare)) await store.remove(jid.bare);
    account.start();
    return id;
  }

  /**
   * Signs in to the address that the server returned for the typed one; the account is stored under
   * that. @throws `error`, if it is another one
   */
  async #connectAsBound(
    error: unknown,
    typed: Jid,
    record: AccountRecord,
    password: string,
  ): Promise<Account> {
    const bound = boundAddress(error);
    if (bound === undefined || this.#underWay.has(bound)) throw error;
    this.#underWay.add(bound);
    const known = { ...record, ...this.#deps.recordOf(bound), show: record.show };
    return this.#connect({ ...known, jid: bound, login: typed.local }, password).finally(() =>
      this.#underWay.delete(bound),
    );
  }

  async #connect(
    record: AccountRecord,
    password: string,
    registration?: RegistrationAnswers,
  ): Promise<Account> {
    const known = this.#deps.find(record.jid);
    if (known) {
      await known.signIn(record, password);
      return known;
    }
    const account = this.#deps.create(record, password, registration);
    await account.restore();
    try {
      await account.connect();
      this.#deps.add(account);
      return account;
    } catch (error) {
      await account.stop();
      account.dispose();
      throw error;
    }
  }
}

/** The address that the server bound, if an attempt failed because of it. */
function boundAddress(error: unknown): string | undefined {
  if (!(error instanceof Failure) || error.userError.code !== 'other-address.own') return undefined;
  return error.text('jid');
}
