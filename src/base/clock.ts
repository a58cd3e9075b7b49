import { type Disposable, onDispose } from './lifecycle.ts';

/** Time and randomness, injected, so that tests can control them. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970 (UTC); may jump. */
  now(): number;
  /** Milliseconds on a monotonic clock; only differences are meaningful. */
  monotonic(): number;
  /** Calls `action` after `ms` milliseconds unless disposed before. */
  after(ms: number, action: () => void): Disposable;
  /** A random number in [0, 1), for jitter; never for secrets or ids. */
  random(): number;
}

/** The machine's own clock. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    timer.unref();
    return onDispose(() => {
      clearTimeout(timer);
    });
  },
  random: () => Math.random(),
};
