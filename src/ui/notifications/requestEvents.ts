import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { OwnedRequest, ViewState } from '../state.ts';

/** A new session forgets all requests, and the server tells them again (RFC 6121 §3.1.3), in ms. */
const AGAIN_MS = 60_000;

/** Who has begun to ask to see the user's presence, read from how requests differ from before. */
export class RequestEvents implements Disposable {
  readonly #state: ViewState;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #came = new Emitter<readonly OwnedRequest[]>();
  /** The accounts whose requests are known. */
  readonly #accounts = new Set<string>();
  /** By account and JID, until when one that is gone is no news when it is back; `Infinity` while there. */
  readonly #known = new Map<string, number>();

  /** Requests that came together. */
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
      // What an account brings along was told before, in this window or another.
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
