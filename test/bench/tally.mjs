// @ts-check
/** Counts what has come through, and notes the moment when there are `n`. */
export class Tally {
  seen = 0;
  chars = 0;
  bad = 0;
  #n;
  /** @type {(at: number) => void} */
  #resolve = () => undefined;
  /** When the last one came, in ms of the monotonic clock. @type {Promise<number>} */
  full = new Promise((resolve) => {
    this.#resolve = resolve;
  });

  /** @param {number} n */
  constructor(n) {
    this.#n = n;
  }

  /** @param {string} [body] of a message */
  count(body = '') {
    this.seen += 1;
    this.chars += body.length;
    if (body.includes('\uFFFD')) this.bad += 1;
    if (this.seen === this.#n) this.end();
  }

  /** All that is to come has come. */
  end() {
    this.#resolve(performance.now());
  }
}
