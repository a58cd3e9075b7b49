import type { Api } from '../api/channel.ts';
import type { Change, Topic, Topics } from '../api/topics.ts';
import { Emitter } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';

/** A change of one item: its old state, absent if added, and its new one, absent if removed. */
export interface ItemChange<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly now: T | undefined;
}

/** The changes; after a snapshot, any item may have changed. */
export type Changed<T> = 'all' | readonly ItemChange<T>[];

/** A topic's items, updated live; for lists that the view sorts itself. */
export class Watched<T extends { readonly id: string }> implements Disposable {
  readonly #items = new Map<string, T>();
  readonly #changed = new Emitter<Changed<T>>();
  readonly #subscription: Disposable;
  #isLoaded = false;

  readonly onDidChange = this.#changed.event;

  constructor(watch: (listener: (change: Change<T>) => void) => Disposable) {
    this.#subscription = watch((change) => {
      const changed = this.#apply(change);
      if (changed.length > 0) this.#changed.fire(changed);
    });
  }

  /** Whether the items were received; before that, an empty collection means nothing. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  values(): readonly T[] {
    return [...this.#items.values()];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #apply(change: Change<T>): Changed<T> {
    switch (change.kind) {
      case 'snapshot':
        this.#isLoaded = true;
        this.#items.clear();
        for (const item of change.items) this.#items.set(item.id, item);
        return 'all';
      case 'upsert':
        return change.items.map((now) => {
          const before = this.#items.get(now.id);
          this.#items.set(now.id, now);
          return { id: now.id, before, now };
        });
      case 'remove':
        return change.ids.map((id) => {
          const before = this.#items.get(id);
          this.#items.delete(id);
          return { id, before, now: undefined };
        });
      case 'unavailable':
        return [];
    }
  }
}

/** Watches a topic as a collection. */
export function watchAll<T extends Topic>(
  api: Api,
  topic: T,
  params: Topics[T]['params'],
): Watched<Topics[T]['item']> {
  return new Watched((listener) => api.watch(topic, params, listener));
}
