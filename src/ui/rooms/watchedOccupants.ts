import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { OccupantsView, OccupantView } from '../../api/views.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';

/** Occupants of one page. */
const PAGE_SIZE = 200;

/** A room's occupants from the first one on, page by page, updated live. */
export class WatchedOccupants implements Disposable {
  readonly #api: Api;
  readonly #of: OfChat;
  readonly #changed: () => void;
  readonly #pages: (OccupantsView | undefined)[] = [];
  readonly #owned = new DisposableStore();

  /** @param changed called after each change, also during construction */
  constructor(api: Api, of: OfChat, changed: () => void) {
    this.#api = api;
    this.#of = of;
    this.#changed = changed;
    this.loadMore();
  }

  /** How many occupants there are; 0 until it is known. */
  get total(): number {
    return this.#pages[0]?.total ?? 0;
  }

  values(): readonly OccupantView[] {
    return this.#pages.flatMap((page) => page?.occupants ?? []);
  }

  /** Watches the next page, too. */
  loadMore(): void {
    const at = this.#pages.push(undefined) - 1;
    const page = { filter: '', offset: at * PAGE_SIZE, limit: PAGE_SIZE };
    const subscription = this.#api.watch('occupants', { ...this.#of, ...page }, (change) => {
      if (change.kind === 'unavailable') return;
      // Without an item, the user is outside.
      this.#pages[at] = change.kind === 'remove' ? undefined : change.items[0];
      this.#changed();
    });
    this.#owned.add(subscription);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
