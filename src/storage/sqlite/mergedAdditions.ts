import type { Addition } from '../../model/history.ts';

/** Number of additions at which a merged call takes no more. */
const MAX_MERGED = 250;

interface Caller {
  readonly additions: readonly Addition[];
  readonly resolve: (isNew: readonly boolean[]) => void;
  readonly reject: (error: Error) => void;
}

/** Merges the additions of many callers into one call to the thread. */
export class MergedAdditions {
  readonly all: Addition[] = [];
  readonly #callers: Caller[] = [];

  get isFull(): boolean {
    return this.all.length >= MAX_MERGED;
  }

  /** Whether it has more than one caller. */
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

  /** Empties it, since maps may retain deleted entries until a full garbage collection. */
  #end(): Caller[] {
    this.all.length = 0;
    return this.#callers.splice(0);
  }

  /** Repeats the additions of each caller separately, after one of them caused an error. */
  separate(add: (additions: readonly Addition[]) => Promise<readonly boolean[]>): void {
    for (const { additions, resolve, reject } of this.#end()) {
      add(additions).then(resolve, reject);
    }
  }
}
