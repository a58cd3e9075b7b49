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

  readonly event: Event<T> = (listener) => {
    const own = (value: T) => {
      listener(value);
    };
    this.#listeners.add(own);
    return onDispose(() => this.#listeners.delete(own));
  };

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
