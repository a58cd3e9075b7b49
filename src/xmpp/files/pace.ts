/** Minimum speed of a transfer, in bytes per second. */
const LEAST_SPEED = 4096;
/** Time for the response to an uploaded file, in multiples of the maximum silence. */
const ANSWER_GRACES = 4;

/**
 * The time limit of a transfer: the remaining time decreases with time and increases with every
 * byte, but never beyond `graceMs`. So neither silence nor a trickle keeps one open, and a file of
 * `n` bytes takes at most `graceMs` + `n` / 4 KiB/s.
 */
export class Pace {
  readonly #graceMs: number;
  readonly #late: () => void;
  #end: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param late called once when the time is over */
  constructor(graceMs: number, late: () => void) {
    this.#graceMs = graceMs;
    this.#late = late;
    this.#end = performance.now() + graceMs;
    this.#wait();
  }

  /** Counts transferred bytes. */
  count(bytes: number): void {
    const earned = this.#end + (bytes * 1000) / LEAST_SPEED;
    this.#end = Math.min(earned, performance.now() + this.#graceMs);
  }

  /** Everything was written; the last bytes are in flight, and the server may be slow with them. */
  handedOver(): void {
    this.#end = performance.now() + ANSWER_GRACES * this.#graceMs;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Awaits something of ours, whose time does not count. */
  async except<T>(task: Promise<T>): Promise<T> {
    const left = this.#end - performance.now();
    clearTimeout(this.#timer);
    try {
      return await task;
    } finally {
      this.#end = performance.now() + left;
      if (!this.#stopped) this.#wait();
    }
  }

  #wait(): void {
    const left = this.#end - performance.now();
    if (left <= 0) this.#late();
    else {
      this.#timer = setTimeout(() => {
        this.#wait();
      }, left);
    }
  }
}
