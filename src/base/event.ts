import { type Disposable, onDispose } from './lifecycle.ts';

/** Subscribes a listener; disposing the result ends the subscription. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * The source of an {@link Event}.
 *
 * A listener that throws does not prevent the others from being called: the first error is rethrown
 * after all of them ran, so that it reaches the boundary that reports it.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();
  /** A cached list of all listeners, until they change. */
  #fixed: readonly ((value: T) => void)[] | undefined;

  readonly event: Event<T> = (listener) => {
    const own = (value: T) => {
      listener(value);
    };
    this.#listeners.add(own);
    this.#fixed = undefined;
    return onDispose(() => {
      this.#listeners.delete(own);
      this.#fixed = undefined;
    });
  };

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  /** Calls all listeners, also after one that fails. @throws the first failure */
  fire(value: T): void {
    let failure: { readonly error: unknown } | undefined;
    for (const listener of (this.#fixed ??= [...this.#listeners])) {
      try {
        listener(value);
      } catch (error) {
        failure ??= { error };
      }
    }
    if (failure) throw failure.error;
  }

  dispose(): void {
    this.#listeners.clear();
    this.#fixed = undefined;
  }
}
