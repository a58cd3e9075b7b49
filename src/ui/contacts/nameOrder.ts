import { compareNames } from '../../base/compareNames.ts';

/**
 * The order of many names that mostly stay the same. Collation takes a hundred times as long as
 * comparing numbers, so each name has a rank, and only new names are sorted in.
 */
export class NameOrder {
  #ranks: ReadonlyMap<string, number> = new Map();

  /** Sets the names that are compared from now on. */
  rank(names: readonly string[]): void {
    if (names.every((name) => this.#ranks.has(name))) return;
    const wanted = new Set(names);
    const kept = [...this.#ranks.keys()].filter((name) => wanted.has(name));
    // Names already sorted cost one comparison each.
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
