/** One for all: to make one takes longer than to compare. */
const COLLATOR = new Intl.Collator(undefined, { sensitivity: 'base' });

/** Orders names as the user's language does. */
export function compareNames(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}

/**
 * The order of many names that mostly stay the same. To compare as a language does takes a hundred times
 * as long as to compare numbers, so each name has a rank, and only names that are new are placed.
 */
export class NameOrder {
  #ranks: ReadonlyMap<string, number> = new Map();

  /** Takes the names that are to be compared from now on. */
  rank(names: readonly string[]): void {
    if (names.every((name) => this.#ranks.has(name))) return;
    const wanted = new Set(names);
    const kept = [...this.#ranks.keys()].filter((name) => wanted.has(name));
    // What is in order already costs one comparison each.
    const sorted = [...new Set([...kept, ...names])].sort(compareNames);
    this.#ranks = new Map(sorted.map((name, rank) => [name, rank]));
  }

  /** @throws RangeError for a name without a rank */
  rankOf(name: string): number {
    const rank = this.#ranks.get(name);
    if (rank === undefined) throw new RangeError('a name has no rank');
    return rank;
  }
}
