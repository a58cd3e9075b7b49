/** Maximum number of times work is deferred for more urgent work. */
const MAX_WAITS = 10;

export interface IdleWorkDeps {
  /** Whether more urgent work is pending. */
  readonly isBusy: () => boolean;
  /** Delay before `isBusy` is checked again, in milliseconds. */
  readonly busyMs: number;
  /** Does one step. @returns the delay of the next one in milliseconds; `undefined` when done */
  readonly step: () => number | undefined;
}

/** Work done in steps while idle; scheduled only once, however often it is requested. */
export class IdleWork {
  readonly #deps: IdleWorkDeps;
  #isPlanned = false;
  #waits = 0;

  constructor(deps: IdleWorkDeps) {
    this.#deps = deps;
  }

  /** Schedules the work after a delay in milliseconds, unless it is scheduled already. */
  plan(ms: number): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      const { isBusy, busyMs, step } = this.#deps;
      if (isBusy() && this.#waits < MAX_WAITS) {
        this.#waits += 1;
        this.plan(busyMs);
      } else {
        this.#waits = 0;
        const next = step();
        if (next !== undefined) this.plan(next);
      }
    }, ms);
  }
}
