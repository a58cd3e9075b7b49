/** The least speed of a transfer, in bytes per second. */
const LEAST_SPEED = 4096;
/** How much longer than silence the answer to a file may take. */
const ANSWER_GRACES = 4;

/**
 * The time that a transfer has: what is left of it shrinks with time and grows with every byte, but
 * never beyond `graceMs`. So neither silence nor a drip keeps one open, and a file of `n` bytes takes
 * at most `graceMs` + `n` / 4 KiB/s.
 */
export class Pace {
  readonly #graceMs: number;
  readonly #late: () => void;
  #end: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param late called once when the time is over. */
  constructor(graceMs: number, late: () => void) {
    this.#graceMs = graceMs;
    this.#late = late;
    this.#end = performance.now() + graceMs;
    this.#wait();
  }

  /** So many bytes came, or left. */
  count(bytes: number): void {
    const earned = this.#end + (bytes * 1000) / LEAST_SPEED;
    this.#end = Math.min(earned, performance.now() + this.#graceMs);
  }

  /** All was handed over; the last of it is still on its way, and the other side may be slow with it. */
  handedOver(): void {
    this.#end = performance.now() + ANSWER_GRACES * this.#graceMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
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
