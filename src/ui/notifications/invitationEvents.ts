import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { OwnedInvitation, ViewState } from '../state.ts';

/** Derives new invitations from the differences between the old and the new list. */
export class InvitationEvents implements Disposable {
  readonly #state: ViewState;
  readonly #owned = new DisposableStore();
  readonly #came = new Emitter<readonly OwnedInvitation[]>();
  /** The accounts whose invitations are loaded. */
  readonly #accounts = new Set<string>();
  /** By account and id. */
  #known: ReadonlySet<string> = new Set();

  /** Invitations that arrived together. */
  readonly onDidCome = this.#came.event;

  constructor(state: ViewState) {
    this.#state = state;
    const compare = () => {
      this.#compare();
    };
    this.#owned.add(this.#came);
    this.#owned.add(state.onAccounts(compare));
    this.#owned.add(state.onRooms(compare));
    this.#owned.add(state.onInvitations(compare));
    compare();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare(): void {
    const all = new Map(
      this.#state.invitations.map((owned) => [
        `${owned.account.id}\n${owned.invitation.id}`,
        owned,
      ]),
    );
    // Those loaded with an account were notified of before, in this window or another.
    const fresh = [...all]
      .filter(([key, { account }]) => !this.#known.has(key) && this.#accounts.has(account.id))
      .map(([, owned]) => owned);
    this.#known = new Set(all.keys());
    for (const id of this.#accounts) if (!this.#state.account(id)) this.#accounts.delete(id);
    for (const { id } of this.#state.accounts) {
      if (this.#state.areRoomsLoaded(id)) this.#accounts.add(id);
    }
    if (fresh.length > 0) this.#came.fire(fresh);
  }
}
