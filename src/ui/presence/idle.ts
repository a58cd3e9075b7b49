import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/** Minutes of inactivity until the user is away or extended away; 0 for never. */
export interface IdleMinutes {
  readonly away: number;
  readonly xa: number;
}

export type Idle = 'away' | 'xa' | null;

export interface IdleOptions {
  /** Read again on each activity. */
  readonly idleMinutes: () => IdleMinutes;
  /** Whether the user is active right now, though no activity was reported for long. */
  readonly isHere: () => boolean;
  readonly tell: (idle: Idle) => void;
}

const MINUTE_MS = 60_000;

/** Reports when the user becomes idle, by the monotonic clock. */
export class IdleTimer implements Disposable {
  readonly #clock: Clock;
  readonly #options: IdleOptions;
  #timers: readonly Disposable[] = [];
  #idle: Idle = null;

  constructor(clock: Clock, options: IdleOptions) {
    this.#clock = clock;
    this.#options = options;
    this.touch();
  }

  /** Records activity: ends idleness, and restarts the timers. */
  touch(): void {
    this.dispose();
    this.#become(null);
    const { away, xa } = this.#options.idleMinutes();
    this.#timers = [this.#after(away, 'away'), this.#after(xa, 'xa')].filter(
      (timer) => timer !== undefined,
    );
  }

  dispose(): void {
    for (const timer of this.#timers) timer.dispose();
    this.#timers = [];
  }

  #after(minutes: number, idle: 'away' | 'xa'): Disposable | undefined {
    if (minutes <= 0) return undefined;
    return this.#clock.after(minutes * MINUTE_MS, () => {
      if (this.#options.isHere()) this.touch();
      // If the time until xa is shorter, away does not follow it.
      else if (this.#idle !== 'xa') this.#become(idle);
    });
  }

  #become(idle: Idle): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.#options.tell(idle);
  }
}
