import type { Api } from '../api/channel.ts';
import type { AccountView, ContactView, SubscriptionRequestView } from '../api/views.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type Changed, type Watched, watchAll } from './watched.ts';

/** A contact with its account. */
export interface OwnedContact {
  readonly account: AccountView;
  readonly contact: ContactView;
}

/** A subscription request with its account. */
export interface OwnedRequest {
  readonly account: AccountView;
  readonly request: SubscriptionRequestView;
}

/** Changes of an account; `all` also if the account was added or removed. */
export interface ChangedOf<T> {
  readonly account: string;
  readonly changed: Changed<T>;
}

/** The watched topics of one account. */
interface Following {
  readonly contacts: Watched<ContactView>;
  readonly requests: Watched<SubscriptionRequestView>;
}

/** The data of trees, pickers and the status bar: all accounts, contacts and requests. */
export class ViewState implements Disposable {
  readonly #api: Api;
  readonly #owned = new DisposableStore();
  readonly #accounts: Watched<AccountView>;
  readonly #following = new Map<string, Following>();
  readonly #accountsChanged = new Emitter<undefined>();
  readonly #contactsChanged = new Emitter<ChangedOf<ContactView>>();
  readonly #requestsChanged = new Emitter<ChangedOf<SubscriptionRequestView>>();

  readonly onAccounts = this.#accountsChanged.event;
  readonly onContacts = this.#contactsChanged.event;
  readonly onRequests = this.#requestsChanged.event;

  constructor(api: Api) {
    this.#api = api;
    this.#accounts = this.#owned.add(watchAll(api, 'accounts', {}));
    this.#owned.add(
      this.#accounts.onDidChange(() => {
        this.#follow();
        this.#accountsChanged.fire(undefined);
      }),
    );
    this.#follow();
  }

  get accounts(): readonly AccountView[] {
    return this.#accounts.values();
  }

  account(id: string): AccountView | undefined {
    return this.#accounts.get(id);
  }

  /** The contacts of all accounts. */
  get contacts(): readonly OwnedContact[] {
    return this.accounts.flatMap((account) =>
      this.contactsOf(account.id).map((contact) => ({ account, contact })),
    );
  }

  contactsOf(account: string): readonly ContactView[] {
    return this.#following.get(account)?.contacts.values() ?? [];
  }

  /** The subscription requests of all accounts. */
  get requests(): readonly OwnedRequest[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.requests.values() ?? []).map((request) => ({
        account,
        request,
      })),
    );
  }

  /** Whether the account's contacts and requests were received; from other windows, with delay. */
  isLoaded(account: string): boolean {
    const following = this.#following.get(account);
    return following !== undefined && following.contacts.isLoaded && following.requests.isLoaded;
  }

  contact(account: string, id: string): ContactView | undefined {
    return this.#following.get(account)?.contacts.get(id);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const id of this.#following.keys()) this.#leave(id);
  }

  /** Watches the topics of new accounts, and stops watching those of removed ones. */
  #follow(): void {
    for (const id of this.#following.keys()) {
      if (this.#accounts.get(id)) continue;
      this.#leave(id);
      this.#tellAll(id);
    }
    for (const { id: account } of this.accounts) {
      if (this.#following.has(account)) continue;
      const contacts = watchAll(this.#api, 'contacts', { account });
      const requests = watchAll(this.#api, 'subscriptionRequests', { account });
      this.#following.set(account, { contacts, requests });
      contacts.onDidChange((changed) => {
        this.#contactsChanged.fire({ account, changed });
      });
      requests.onDidChange((changed) => {
        this.#requestsChanged.fire({ account, changed });
      });
      this.#tellAll(account);
    }
  }

  #leave(account: string): void {
    this.#following.get(account)?.contacts.dispose();
    this.#following.get(account)?.requests.dispose();
    this.#following.delete(account);
  }

  #tellAll(account: string): void {
    this.#contactsChanged.fire({ account, changed: 'all' });
    this.#requestsChanged.fire({ account, changed: 'all' });
  }
}
