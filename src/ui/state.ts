import type { Api } from '../api/channel.ts';
import type { AccountView, ContactView } from '../api/views.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type Watched, watchAll } from './watched.ts';

/** A contact together with the account it belongs to. */
export interface OwnedContact {
  readonly account: AccountView;
  readonly contact: ContactView;
}

/** What trees, pickers and the status bar are drawn from: all accounts and their contacts. */
export class ViewState implements Disposable {
  readonly #api: Api;
  readonly #owned = new DisposableStore();
  readonly #accounts: Watched<AccountView>;
  readonly #contacts = new Map<string, Watched<ContactView>>();
  readonly #accountsChanged = new Emitter<undefined>();
  readonly #contactsChanged = new Emitter<undefined>();

  readonly onAccounts = this.#accountsChanged.event;
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
      (this.#contacts.get(account.id)?.values() ?? []).map((contact) => ({ account, contact })),
    );
  }

  contact(account: string, id: string): ContactView | undefined {
    return this.#contacts.get(account)?.get(id);
  }

  dispose(): void {
    this.#owned.dispose();
    for (const watched of this.#contacts.values()) watched.dispose();
  }

  /** Watches the contacts of accounts that came, and of those that went no more. */
  #follow(): void {
    for (const [id, watched] of this.#contacts) {
      if (this.#accounts.get(id)) continue;
      watched.dispose();
      this.#contacts.delete(id);
      this.#contactsChanged.fire(undefined);
    }
    for (const { id } of this.accounts) {
      if (this.#contacts.has(id)) continue;
      const watched = watchAll(this.#api, 'contacts', { account: id });
      watched.onDidChange(() => {
        this.#contactsChanged.fire(undefined);
      });
      this.#contacts.set(id, watched);
      this.#contactsChanged.fire(undefined);
    }
  }
}
