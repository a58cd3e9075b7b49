import type { Clock } from '../base/clock.ts';

/** How long others wait for a server that does not answer, in milliseconds: its answer still counts. */
export const PATIENCE_MS = 5000;

/** Waits for work that does not fail, up to {@link PATIENCE_MS}; it goes on all the same. */
export async function patiently(clock: Clock, work: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const patience = clock.after(PATIENCE_MS, resolve);
    void work.then(() => {
      patience.dispose();
      resolve();
    });
  });
}
