/** So often at most, work is put off while something more urgent is to be done. */
const MAX_WAITS = 10;

export interface IdleWorkDeps {
  /** Whether something more urgent is to be done. */
  readonly isBusy: () => boolean;
  /** How long to wait before looking again whether it is. In milliseconds. */
  readonly busyMs: number;
  /** Does a part of the work. Result: after how many ms to go on; `undefined` when all is done. */
  readonly step: () => number | undefined;
}

/** Work that is done in steps while nothing else is to be done, planned once however often asked for. */
export class IdleWork {
  readonly #deps: IdleWorkDeps;
  #isPlanned = false;
  #waits = 0;

  constructor(deps: IdleWorkDeps) {
    this.#deps = deps;
  }

  /** There may be work: it begins after so long, unless it is planned already. */
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
