/** Something that holds a resource until it is told to let go. Disposing twice does nothing. */
export interface Disposable {
  dispose(): void;
}

/** Makes a {@link Disposable} that runs `action` once. */
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

/** Owns disposables and lets go of them together, newest first. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();
  #disposed = false;

  /** Takes ownership of `item`; after {@link dispose} it is disposed at once. */
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
