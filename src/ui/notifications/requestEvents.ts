import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { OwnedRequest, ViewState } from '../state.ts';

/** Time for a new session, which has no requests, to get them again (RFC 6121 §3.1.3), in ms. */
const AGAIN_MS = 60_000;

/** Derives new subscription requests from the differences between the old and the new list. */
export class RequestEvents implements Disposable {
  readonly #state: ViewState;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #came = new Emitter<readonly OwnedRequest[]>();
  /** The accounts whose requests are loaded. */
  readonly #accounts = new Set<string>();
  /** By account and JID: the time until which a return is no news; `Infinity` while it exists. */
  readonly #known = new Map<string, number>();

  /** Requests that arrived together. */
  readonly onDidCome = this.#came.event;

  constructor(state: ViewState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
    const compare = () => {
      this.#compare();
    };
    this.#owned.add(state.onAccounts(compare));
    this.#owned.add(state.onRequests(compare));
    compare();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#came.dispose();
  }

  #compare(): void {
    const now = this.#clock.monotonic();
    const all = new Map(
      this.#state.requests.map((owned) => [`${owned.account.id}\n${owned.request.id}`, owned]),
    );
    for (const [key, until] of this.#known) {
      if (until <= now) this.#known.delete(key);
      else if (until === Infinity && !all.has(key)) this.#known.set(key, now + AGAIN_MS);
    }
    const fresh: OwnedRequest[] = [];
    for (const [key, owned] of all) {
      // Requests loaded with an account were notified of before, in this window or another.
      if (!this.#known.has(key) && this.#accounts.has(owned.account.id)) fresh.push(owned);
      this.#known.set(key, Infinity);
    }
    for (const id of this.#accounts) if (!this.#state.account(id)) this.#accounts.delete(id);
    for (const { id } of this.#state.accounts) {
      if (this.#state.isLoaded(id)) this.#accounts.add(id);
    }
    if (fresh.length > 0) this.#came.fire(fresh);
  }
}
