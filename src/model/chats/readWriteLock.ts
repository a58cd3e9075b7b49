/** Work that waits for its turn. */
interface Turn {
  readonly isAlone: boolean;
  readonly begin: () => void;
  next: Turn | undefined;
}

/**
 * Keeps apart what reads and then writes, and what only writes: the latter goes side by side, in
 * the order in which it began, but never beside the former. What ends at the same time is told in
 * that order, too, since views show messages as they are told.
 */
export class ReadWriteLock {
  /** What waits, in order, as a linked list: a flood makes it long, and an array is slow to shift. */
  #first: Turn | undefined;
  #last: Turn | undefined;
  /** How many go side by side now. */
  #shared = 0;
  #isAlone = false;

  /** Does what may go side by side with its like: at once, unless something must go alone first. */
  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(work, false);
  }

  /** Does what must go alone: after all that began before, and before all that begins later. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(work, true);
  }

  /** Whether it waits or not, it takes as many steps: so what comes later does not end sooner. */
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

  /** Begins with what may begin now. */
  #goOn(): void {
    for (let turn = this.#first; turn && this.#mayBegin(turn); turn = this.#first) {
      this.#first = turn.next;
      this.#last = turn.next && this.#last;
      // One that outlived its end would keep all behind it in memory.
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
