import { type Disposable, onDispose } from './lifecycle.ts';

/** Subscribes a listener; disposing the result ends the subscription. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * The source of an {@link Event}.
 *
 * A listener that throws never keeps the others from hearing: the first error is thrown again
 * after all of them ran, so that it reaches the border that reports it.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();
  /** All of them, for as long as they stay the same. */
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
