/** Work waiting for the lock. */
interface Turn {
  readonly isAlone: boolean;
  readonly begin: () => void;
  next: Turn | undefined;
}

/**
 * Separates read-modify-write work from plain writes: the latter run concurrently, in the order in
 * which they were started, but never beside the former. Results that complete together are also
 * delivered in that order, since views show messages as they are notified.
 */
export class ReadWriteLock {
  /** A linked list, in order: a flood makes the queue long, and shifting an array is slow. */
  #first: Turn | undefined;
  #last: Turn | undefined;
  /** Number of shared holders. */
  #shared = 0;
  #isAlone = false;

  /** Runs work beside other shared work: immediately, unless exclusive work is queued first. */
  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(work, false);
  }

  /** Runs work exclusively: after all that was queued before, and before all that follows. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(work, true);
  }

  /** Takes as many microtasks whether it waits or not, so that later work does not end sooner. */
  #enqueue<T>(work: () => Promise<T>, isAlone: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const begin = () => {
        void run(work, resolve, reject).then(() => {
          this.#end(isAlone);
        });
      };
      const turn: Turn = { isAlone, begin, next: undefined };
      if (this.#last) this.#last.next = turn;
      else this.#first = turn;
      this.#last = turn;
      this.#goOn();
    });
  }

  #end(wasAlone: boolean): void {
    if (wasAlone) this.#isAlone = false;
    else this.#shared -= 1;
    this.#goOn();
  }

  /** Starts all work that may start now. */
  #goOn(): void {
    for (let turn = this.#first; turn && this.#mayBegin(turn); turn = this.#first) {
      this.#first = turn.next;
      this.#last = turn.next && this.#last;
      // A retained turn would keep all that follow it in memory.
      turn.next = undefined;
      if (turn.isAlone) this.#isAlone = true;
      else this.#shared += 1;
      turn.begin();
    }
  }

  #mayBegin({ isAlone }: Turn): boolean {
    return !this.#isAlone && (!isAlone || this.#shared === 0);
  }
}

async function run<T>(
  work: () => Promise<T>,
  resolve: (value: T) => void,
  reject: (reason: unknown) => void,
): Promise<void> {
  try {
    resolve(await work());
  } catch (error) {
    reject(error);
  }
}
