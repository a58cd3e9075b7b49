import { Emitter } from '../base/event.ts';
import type { Changed, Watched } from './watched.ts';

/** Changes of an account; `all` also if the account was added or removed. */
export interface ChangedOf<T> {
  readonly account: string;
  readonly changed: Changed<T>;
}

/** One topic of every account, by the account's id. */
export class WatchedByAccount<T extends { readonly id: string }> {
  readonly #watch: (account: string) => Watched<T>;
  readonly #watched = new Map<string, Watched<T>>();
  readonly #changed = new Emitter<ChangedOf<T>>();

  readonly onDidChange = this.#changed.event;

  /** @param watch begins to watch the topic of an account */
  constructor(watch: (account: string) => Watched<T>) {
    this.#watch = watch;
  }

  /** None before the account is followed. */
  of(account: string): readonly T[] {
    return this.#watched.get(account)?.values() ?? [];
  }

  get(account: string, id: string): T | undefined {
    return this.#watched.get(account)?.get(id);
  }

  /** Whether the account's items were received; from other windows, with delay. */
  isLoaded(account: string): boolean {
    return this.#watched.get(account)?.isLoaded === true;
  }

  follow(account: string): void {
    const watched = this.#watch(account);
    this.#watched.set(account, watched);
    watched.onDidChange((changed) => {
      this.#changed.fire({ account, changed });
    });
  }

  leave(account: string): void {
    this.#watched.get(account)?.dispose();
    this.#watched.delete(account);
  }

  /** Reports that the account was added or removed. */
  tellAll(account: string): void {
    this.#changed.fire({ account, changed: 'all' });
  }
}
