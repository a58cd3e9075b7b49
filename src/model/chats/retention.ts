import type { Clock } from '../../base/clock.ts';
import { type Disposable, onDispose } from '../../base/lifecycle.ts';
import { describeError, type Log } from '../../base/log.ts';
import type { History } from '../history.ts';

const DAY_MS = 86_400_000;
/** Delay after the start, to keep the editor's start fast, in milliseconds. */
const FIRST_AFTER_MS = 30_000;

interface Deps {
  readonly history: History;
  readonly clock: Clock;
  readonly log: Log;
  /** For how many days messages are stored; 0 for ever. */
  readonly keepDays: () => number;
}

/**
 * Since when messages that are sent are stored, in ms since 1970; `undefined` if all are.
 * @param days as `keepDays`
 */
export function keptSince(now: number, days: number): number | undefined {
  return days > 0 ? now - days * DAY_MS : undefined;
}

/** Removes messages older than the user wants: soon after the start, then once a day. */
export class Retention implements Disposable {
  readonly #deps: Deps;
  #timer: Disposable = onDispose(() => undefined);

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#plan(FIRST_AFTER_MS);
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #plan(ms: number): void {
    this.#timer = this.#deps.clock.after(ms, () => {
      this.#plan(DAY_MS);
      this.#forget().catch((error: unknown) => {
        this.#deps.log.error(`old messages could not be removed: ${describeError(error)}`);
      });
    });
  }

  async #forget(): Promise<void> {
    const { history, clock, keepDays } = this.#deps;
    const before = keptSince(clock.now(), keepDays());
    if (before === undefined) return;
    for (let isMore = true; isMore;) isMore = await history.removeBefore(before);
  }
}
