import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { isSucceeded } from './ownerRecord.ts';

/** Interval at which an owner checks whether it has been succeeded, in milliseconds. */
const LOOK_MS = 1000;

/**
 * Notifies an owner that another window has replaced it, because it was stuck. An owner that wakes
 * up checks this before it handles any other input: due timers run before received data, and the
 * check is synchronous.
 * @param succeeded called once
 */
export function watchSuccession(
  folder: string,
  generation: number,
  clock: Clock,
  succeeded: () => void,
): Disposable {
  let timer: Disposable;
  const look = () => {
    if (isSucceeded(folder, generation)) succeeded();
    else timer = clock.after(LOOK_MS, look);
  };
  timer = clock.after(LOOK_MS, look);
  return {
    dispose: () => {
      timer.dispose();
    },
  };
}
