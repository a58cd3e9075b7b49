import type { AccountRecord, AccountStore, Roster } from '../model/accountStore.ts';
import { packRoster, unpackRoster } from './keptRoster.ts';

/** A small persistent map, such as the editor's `Memento`. */
export interface KeyValueStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Where secrets are kept, such as the editor's `SecretStorage`. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const ACCOUNTS = 'accounts';
const rosterKey = (jid: string) => `roster:${jid}`;
const passwordKey = (jid: string) => `password:${jid}`;

/** Accounts in a key-value store, passwords in a secret store and nowhere else. */
export class PersistentAccountStore implements AccountStore {
  readonly #values: KeyValueStore;
  readonly #secrets: SecretStore;

  constructor(values: KeyValueStore, secrets: SecretStore) {
    this.#values = values;
    this.#secrets = secrets;
  }

  list(): readonly AccountRecord[] {
    return (this.#values.get(ACCOUNTS) as readonly AccountRecord[] | undefined) ?? [];
  }

  async save(record: AccountRecord): Promise<void> {
    const records = new Map(this.list().map((known) => [known.jid, known]));
    await this.#values.update(ACCOUNTS, [...records.set(record.jid, record).values()]);
  }

  async remove(jid: string): Promise<void> {
    await this.deletePassword(jid);
    await this.#values.update(rosterKey(jid), undefined);
    await this.#values.update(
      ACCOUNTS,
      this.list().filter((record) => record.jid !== jid),
    );
  }

  async loadPassword(jid: string): Promise<string | undefined> {
    return this.#secrets.get(passwordKey(jid));
  }

  async savePassword(jid: string, password: string): Promise<void> {
    await this.#secrets.store(passwordKey(jid), password);
  }

  loadRoster(jid: string): Roster | undefined {
    return unpackRoster(this.#values.get(rosterKey(jid)));
  }

  async saveRoster(jid: string, roster: Roster): Promise<void> {
    await this.#values.update(rosterKey(jid), packRoster(roster));
  }

  async deletePassword(jid: string): Promise<void> {
    await this.#secrets.delete(passwordKey(jid));
  }
}
