import type { AccountView } from '../../api/views.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { OwnedApproval, OwnedInvitation, ViewState } from '../state.ts';

/** What belongs to an account. */
interface Owned {
  readonly account: AccountView;
}

export interface ArrivalsDeps<T extends Owned> {
  readonly all: () => readonly T[];
  /** Unique within its account. */
  readonly idOf: (item: T) => string;
  readonly onDidChange: Event<unknown>;
}

/** Derives what is new in a list of what belongs to rooms from the differences to the old list. */
export class Arrivals<T extends Owned> implements Disposable {
  readonly #state: ViewState;
  readonly #deps: ArrivalsDeps<T>;
  readonly #owned = new DisposableStore();
  readonly #came = new Emitter<readonly T[]>();
  /** The accounts whose items are loaded. */
  readonly #accounts = new Set<string>();
  /** By account and id. */
  #known: ReadonlySet<string> = new Set();

  /** Items that arrived together. */
  readonly onDidCome = this.#came.event;

  constructor(state: ViewState, deps: ArrivalsDeps<T>) {
    this.#state = state;
    this.#deps = deps;
    const compare = () => {
      this.#compare();
    };
    this.#owned.add(this.#came);
    this.#owned.add(state.onAccounts(compare));
    this.#owned.add(state.onRooms(compare));
    this.#owned.add(deps.onDidChange(compare));
    compare();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #compare(): void {
    const { all, idOf } = this.#deps;
    const items = new Map(all().map((item) => [`${item.account.id}\n${idOf(item)}`, item]));
    // Those loaded with an account were notified of before, in this window or another.
    const fresh = [...items]
      .filter(([key, { account }]) => !this.#known.has(key) && this.#accounts.has(account.id))
      .map(([, item]) => item);
    this.#known = new Set(items.keys());
    for (const id of this.#accounts) if (!this.#state.account(id)) this.#accounts.delete(id);
    for (const { id } of this.#state.accounts) {
      if (this.#state.areRoomsLoaded(id)) this.#accounts.add(id);
    }
    if (fresh.length > 0) this.#came.fire(fresh);
  }
}

/** New invitations. */
export function invitationArrivals(state: ViewState): Arrivals<OwnedInvitation> {
  return new Arrivals(state, {
    all: () => state.invitations,
    idOf: ({ invitation }) => invitation.id,
    onDidChange: state.onInvitations,
  });
}

/** New requests to be approved in rooms. */
export function approvalArrivals(state: ViewState): Arrivals<OwnedApproval> {
  return new Arrivals(state, {
    all: () => state.approvals,
    idOf: ({ approval }) => approval.id,
    onDidChange: state.onApprovals,
  });
}
