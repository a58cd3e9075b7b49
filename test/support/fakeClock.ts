import type { Clock } from '../../src/base/clock.ts';
import { type Disposable, onDispose } from '../../src/base/lifecycle.ts';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that stands still until told to go on. */
export class FakeClock implements Clock {
  /** What {@link random} gives. */
  chance = 0.5;
  #elapsed = 0;
  #wallOffset: number;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.UTC(2025, 0, 1)) {
    this.#wallOffset = now;
  }

  /** How many timers are still to fire. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer, or `undefined` when there is none. */
  get nextIn(): number | undefined {
    const next = this.#next();
    return next && next.at - this.#elapsed;
  }

  now(): number {
    return this.#wallOffset + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, action: () => void): Disposable {
    const timer = { at: this.#elapsed + Math.max(ms, 0), action };
    this.#timers.add(timer);
    return onDispose(() => this.#timers.delete(timer));
  }

  /** Lets time pass; timers fire in order, each at its own time, also those set meanwhile. */
  advance(ms: number): void {
    const end = this.#elapsed + ms;
    for (let timer = this.#next(); timer && timer.at <= end; timer = this.#next()) {
      this.#elapsed = timer.at;
      this.#timers.delete(timer);
      timer.action();
    }
    this.#elapsed = end;
  }

  /** Sets the wall clock, as a user or a time server does; timers do not notice. */
  jump(ms: number): void {
    this.#wallOffset += ms;
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer;
    return next;
  }
}
