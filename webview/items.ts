import type { Change } from '../src/api/topics.ts';

/** The items of one topic, in the host's order, updated by its changes. */
export class Items<T extends { readonly id: string }> {
  #items: T[] = [];
  #byId = new Map<string, T>();

  get all(): readonly T[] {
    return this.#items;
  }

  get last(): T | undefined {
    return this.#items.at(-1);
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  apply(change: Change<T>): void {
    switch (change.kind) {
      case 'snapshot':
        this.#byId = new Map(change.items.map((item) => [item.id, item]));
        this.#items = [...this.#byId.values()];
        break;
      case 'upsert':
        this.#upsert(change.items, change.before);
        break;
      case 'remove':
        for (const id of change.ids) this.#byId.delete(id);
        this.#items = this.#items.filter((item) => this.#byId.has(item.id));
        break;
      case 'unavailable':
        break;
    }
  }

  #upsert(items: readonly T[], before: string | undefined): void {
    const added = new Map<string, T>();
    for (const item of items) {
      // Most changes are about the newest items: search from the end.
      if (!this.#byId.has(item.id)) added.set(item.id, item);
      else if (added.has(item.id)) added.set(item.id, item);
      else this.#items[this.#items.findLastIndex((known) => known.id === item.id)] = item;
      this.#byId.set(item.id, item);
    }
    const at = before === undefined ? -1 : this.#items.findIndex((item) => item.id === before);
    if (at < 0) this.#items.push(...added.values());
    else this.#items.splice(at, 0, ...added.values());
  }
}
