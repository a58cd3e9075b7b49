import { randomUUID } from 'node:crypto';
import type { Api } from '../../api/channel.ts';
import type { WindowState } from '../../api/requests.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/** Reports whether the user is at this window, and is notified whether it shows notifications. */
export class WindowAttention implements Disposable {
  readonly #api: Api;
  readonly #clock: Clock;
  #state: WindowState;
  #subscription: Disposable;
  #notifies = false;

  constructor(api: Api, clock: Clock, focused: boolean) {
    this.#api = api;
    this.#clock = clock;
    const focusedAt = focused ? clock.now() : 0;
    this.#state = { window: randomUUID(), focused, focusedAt, idle: null };
    this.#subscription = this.#watch();
  }

  /** Whether this window shows the notifications. */
  get notifies(): boolean {
    return this.#notifies;
  }

  setFocused(focused: boolean): void {
    if (focused !== this.#state.focused) this.#say({ focused, focusedAt: this.#clock.now() });
  }

  setIdle(idle: WindowState['idle']): void {
    if (idle !== this.#state.idle) this.#say({ idle });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Subscribes again before disposing the old subscription, so that this window always counts. */
  #say(change: Partial<WindowState>): void {
    const before = this.#subscription;
    this.#state = { ...this.#state, ...change };
    this.#subscription = this.#watch();
    before.dispose();
  }

  #watch(): Disposable {
    return this.#api.watch('attention', this.#state, (change) => {
      if (change.kind !== 'snapshot' && change.kind !== 'upsert') return;
      for (const { notifies } of change.items) this.#notifies = notifies;
    });
  }
}
