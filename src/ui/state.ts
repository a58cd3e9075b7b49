import type { Api } from '../api/channel.ts';
import type { AccountView, ContactView, SubscriptionRequestView } from '../api/views.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type Watched, watchAll } from './watched.ts';

/** A contact together with the account it belongs to. */
export interface OwnedContact {
  readonly account: AccountView;
  readonly contact: ContactView;
}

/** Somebody who asks to see an account's presence. */
export interface OwnedRequest {
  readonly account: AccountView;
  readonly request: SubscriptionRequestView;
}

/** What is watched of one account. */
class Following implements Disposable {
  readonly contacts: Watched<ContactView>;
  readonly requests: Watched<SubscriptionRequestView>;

  constructor(api: Api, account: string, changed: () => void) {
    this.contacts = watchAll(api, 'contacts', { account });
    this.requests = watchAll(api, 'subscriptionRequests', { account });
    this.contacts.onDidChange(changed);
    this.requests.onDidChange(changed);
  }

  get isLoaded(): boolean {
    return this.contacts.isLoaded && this.requests.isLoaded;
  }

  dispose(): void {
    this.contacts.dispose();
    this.requests.dispose();
  }
}

/** What trees, pickers and the status bar are drawn from: all accounts, contacts and requests. */
export class ViewState implements Disposable {
  readonly #api: Api;
  readonly #owned = new DisposableStore();
  readonly #accounts: Watched<AccountView>;
  readonly #following = new Map<string, Following>();
  readonly #accountsChanged = new Emitter<undefined>();
  readonly #contactsChanged = new Emitter<undefined>();

  readonly onAccounts = this.#accountsChanged.event;
  /** Contacts or requests changed. */
  readonly onContacts = this.#contactsChanged.event;

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

  /** The contacts of every account. */
  get contacts(): readonly OwnedContact[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.contacts.values() ?? []).map((contact) => ({
        account,
        contact,
      })),
    );
  }

  /** Who asks to see the presence of any account. */
  get requests(): readonly OwnedRequest[] {
    return this.accounts.flatMap((account) =>
      (this.#following.get(account.id)?.requests.values() ?? []).map((request) => ({
        account,
        request,
      })),
    );
  }

  /** Whether it was told who the account's contacts are and who asks; another window takes a moment for it. */
  isLoaded(account: string): boolean {
    return this.#following.get(account)?.isLoaded ?? false;
  }

  contact(account: string, id: string): ContactView | undefined {
    return this.#following.get(account)?.contacts.get(id);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const following of this.#following.values()) following.dispose();
  }

  /** Watches what belongs to accounts that came, and of those that went no more. */
  #follow(): void {
    const changed = () => {
      this.#contactsChanged.fire(undefined);
    };
    for (const [id, following] of this.#following) {
      if (this.#accounts.get(id)) continue;
      following.dispose();
      this.#following.delete(id);
      changed();
    }
    for (const { id } of this.accounts) {
      if (this.#following.has(id)) continue;
      this.#following.set(id, new Following(this.#api, id, changed));
      changed();
    }
  }
}
