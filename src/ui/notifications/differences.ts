import type { OfChat } from '../../api/requests.ts';
import type { Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ViewState } from '../state.ts';
import type { ChangedOf } from '../watchedByAccount.ts';

/** A list that each account has, in the state of the views. */
export interface Listed<V> {
  readonly onDidChange: Event<ChangedOf<V>>;
  readonly isLoaded: (account: string) => boolean;
  readonly all: (account: string) => readonly V[];
}

/** Compares each item of the accounts' lists with its former state, once the list was loaded. */
export class Differences<V extends { readonly id: string }> implements Disposable {
  readonly #listed: Listed<V>;
  readonly #differs: (of: OfChat, before: V | undefined, now: V) => void;
  readonly #owned = new DisposableStore();
  /** The state last seen, by account and item. */
  readonly #known = new Map<string, Map<string, V>>();

  constructor(
    state: ViewState,
    listed: Listed<V>,
    differs: (of: OfChat, before: V | undefined, now: V) => void,
  ) {
    this.#listed = listed;
    this.#differs = differs;
    this.#owned.add(
      listed.onDidChange((change) => {
        this.#compare(change);
      }),
    );
    this.#owned.add(
      state.onAccounts(() => {
        for (const id of this.#known.keys()) if (!state.account(id)) this.#known.delete(id);
      }),
    );
    for (const { id } of state.accounts) this.#compare({ account: id, changed: 'all' });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare({ account, changed }: ChangedOf<V>): void {
    if (!this.#listed.isLoaded(account)) return;
    // What an account contains when it is first loaded is not news.
    const isNew = !this.#known.has(account);
    const known = this.#known.get(account) ?? new Map<string, V>();
    this.#known.set(account, known);
    const items = changed === 'all' ? this.#listed.all(account) : changed.map(({ now }) => now);
    for (const item of items) {
      if (!item) continue;
      const before = known.get(item.id);
      known.set(item.id, item);
      if (!isNew) this.#differs({ account, chat: item.id }, before, item);
    }
  }
}
