import type { Addition } from '../../model/history.ts';

/** So many go to the thread at once, where one after the other comes. */
const MOST = 250;

interface Caller {
  readonly additions: readonly Addition[];
  readonly resolve: (isNew: readonly boolean[]) => void;
  readonly reject: (error: Error) => void;
}

/** What many callers add one by one, and what goes to the thread as one call. */
export class MergedAdditions {
  readonly all: Addition[] = [];
  readonly #callers: Caller[] = [];

  get isFull(): boolean {
    return this.all.length >= MOST;
  }

  /** Whether more than one caller waits. */
  get isShared(): boolean {
    return this.#callers.length > 1;
  }

  add(additions: readonly Addition[]): Promise<readonly boolean[]> {
    this.all.push(...additions);
    return new Promise((resolve, reject) => {
      this.#callers.push({ additions, resolve, reject });
    });
  }

  resolve(isNew: readonly boolean[]): void {
    let begin = 0;
    for (const { additions, resolve } of this.#end()) {
      resolve(isNew.slice(begin, begin + additions.length));
      begin += additions.length;
    }
  }

  reject(error: Error): void {
    for (const { reject } of this.#end()) reject(error);
  }

  /** Empties it, since maps may refer to what was deleted from them until all memory is looked through. */
  #end(): Caller[] {
    this.all.length = 0;
    return this.#callers.splice(0);
  }

  /** One of the callers is to blame: each is answered by itself. */
  separate(add: (additions: readonly Addition[]) => Promise<readonly boolean[]>): void {
    for (const { additions, resolve, reject } of this.#end()) {
      add(additions).then(resolve, reject);
    }
  }
}
