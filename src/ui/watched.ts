import type { Api } from '../api/channel.ts';
import type { Change, Topic, Topics } from '../api/topics.ts';
import { Emitter } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';

/** A topic's items, kept up to date. Made for lists whose order the view decides itself. */
export class Watched<T extends { readonly id: string }> implements Disposable {
  readonly #items = new Map<string, T>();
  readonly #changed = new Emitter<undefined>();
  readonly #subscription: Disposable;
  #isLoaded = false;

  readonly onDidChange = this.#changed.event;

  constructor(watch: (listener: (change: Change<T>) => void) => Disposable) {
    this.#subscription = watch((change) => {
      this.#apply(change);
      this.#changed.fire(undefined);
    });
  }

  /** Whether the items were told; before that, there being none says nothing. */
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

  #apply(change: Change<T>): void {
    switch (change.kind) {
      case 'snapshot':
        this.#isLoaded = true;
        this.#items.clear();
        for (const item of change.items) this.#items.set(item.id, item);
        break;
      case 'upsert':
        for (const item of change.items) this.#items.set(item.id, item);
        break;
      case 'remove':
        for (const id of change.ids) this.#items.delete(id);
        break;
      case 'unavailable':
        break;
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
