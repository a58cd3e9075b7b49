import type { Clock } from '../../base/clock.ts';

/** Awaits a promise for at most `ms` milliseconds. @throws what `late` makes, or as the promise */
export function within<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      reject(late());
    });
    promise.then(resolve, reject).finally(() => {
      timer.dispose();
    });
  });
}
