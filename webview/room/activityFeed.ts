import type { Api, Subscription } from '../../src/api/channel.ts';
import type { OfChat } from '../../src/api/requests.ts';
import type { RoomActivityView } from '../../src/api/views.ts';
import { Items } from '../items.ts';

/** What happened lately in the room of a tab; empty in other chats. */
export class ActivityFeed {
  readonly #api: Api;
  readonly #of: OfChat;
  readonly #changed: () => void;
  readonly #items = new Items<RoomActivityView>();
  #watch: Subscription | undefined;

  constructor(api: Api, of: OfChat, changed: () => void) {
    this.#api = api;
    this.#of = of;
    this.#changed = changed;
  }

  /** The oldest first. */
  get entries(): readonly RoomActivityView[] {
    return this.#items.all;
  }

  /** Starts watching, unless it does. */
  start(): void {
    this.#watch ??= this.#api.watch('roomActivity', this.#of, (change) => {
      this.#items.apply(change);
      this.#changed();
    });
  }

  /** Ends watching; what is known stays. */
  stop(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
  }
}
