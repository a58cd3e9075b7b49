import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { isSucceeded } from './ownerRecord.ts';

/** How often an owner looks whether it still is one. */
const LOOK_MS = 1000;

/**
 * Tells an owner that another window has taken its place, because it was stuck. An owner that wakes
 * up looks here before it hears from anybody else: timers that are due come before what has arrived,
 * and looking does not wait.
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
