/** Something that holds a resource until disposed. Disposing twice has no effect. */
export interface Disposable {
  dispose(): void;
}

/** Creates a {@link Disposable} that runs `action` once. */
export function onDispose(action: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      action();
    },
  };
}

/** Owns disposables, and disposes them together, newest first. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #disposed = false;

  /** Takes ownership of `item`; after {@link dispose} it is disposed immediately. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    const items = [...this.#items].reverse();
    this.#items.clear();
    for (const item of items) item.dispose();
  }
}
