import type { AccountRecord, AccountStore } from '../accountStore.ts';
import type { OwnShow } from '../show.ts';

/** Maximum number of recent status messages stored. */
const RECENT_STATUSES = 5;

/** The stored settings of an account: how it signs in, and own presence as chosen. */
export class Profile {
  readonly #store: Pick<AccountStore, 'save'>;
  #record: AccountRecord;
  #isForgotten = false;

  constructor(record: AccountRecord, store: Pick<AccountStore, 'save'>) {
    this.#record = record;
    this.#store = store;
  }

  get record(): AccountRecord {
    return this.#record;
  }

  replace(record: AccountRecord): void {
    this.#record = record;
  }

  /** The user has chosen a presence. */
  choose(show: OwnShow, status: string): void {
    this.#record = { ...this.#record, show, status };
    if (status === '') return;
    const others = this.#record.recentStatuses?.filter((other) => other !== status) ?? [];
    const recentStatuses = [status, ...others].slice(0, RECENT_STATUSES);
    this.#record = { ...this.#record, recentStatuses };
  }

  setStrongestMechanism(strongestMechanism: string): void {
    this.#record = { ...this.#record, strongestMechanism };
  }

  /** @param hasLeft as {@link AccountRecord.hasLeft} */
  async save(hasLeft: boolean): Promise<void> {
    if (this.#isForgotten) return;
    await this.#store.save({ ...this.#record, ...(hasLeft && { hasLeft }) });
  }

  /** The account is signed out: nothing is stored any more, so that it stays deleted. */
  forget(): void {
    this.#isForgotten = true;
  }
}
