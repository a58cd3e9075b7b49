/**
 * The positions of the rows of a list, in CSS px from its top: by their measured heights, or by
 * estimates for rows that were never rendered.
 */
export class RowHeights {
  #ids: readonly string[] = [];
  #indices = new Map<string, number>();
  #heights: number[] = [];
  #measured = new Map<string, number>();
  /** The top of each row, and the end of the last; computed lazily. */
  #tops: readonly number[] | undefined;

  get count(): number {
    return this.#ids.length;
  }

  get total(): number {
    return this.top(this.count);
  }

  /** Replaces the rows; measured heights are preserved. */
  setRows(ids: readonly string[], estimate: (index: number) => number): void {
    const measured = new Map<string, number>();
    this.#ids = ids;
    this.#indices = new Map(ids.map((id, index) => [id, index]));
    this.#heights = ids.map((id, index) => {
      const known = this.#measured.get(id);
      if (known !== undefined) measured.set(id, known);
      return known ?? estimate(index);
    });
    this.#measured = measured;
    this.#tops = undefined;
  }

  indexOf(id: string): number | undefined {
    return this.#indices.get(id);
  }

  /** @param index of an existing row */
  id(index: number): string {
    const id = this.#ids[index];
    if (id === undefined) throw new RangeError(`no row ${index}`);
    return id;
  }

  /** Records a height. @returns whether it changed */
  measure(index: number, height: number): boolean {
    this.#measured.set(this.id(index), height);
    const known = this.#heights[index] ?? 0;
    // Rounding errors of sums are less than can be seen.
    if (Math.abs(known - height) < 0.01) return false;
    this.#heights[index] = height;
    this.#tops = undefined;
    return true;
  }

  /** The top of a row; for {@link count}, the end of the last one. */
  top(index: number): number {
    this.#tops ??= this.#sum();
    return this.#tops[index] ?? 0;
  }

  /** The row at this position; above the list the first one, below it the last; 0 if empty. */
  indexAt(y: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #sum(): readonly number[] {
    let top = 0;
    const tops = this.#heights.map((height) => {
      const own = top;
      top += height;
      return own;
    });
    return [...tops, top];
  }
}

/** The rows that overlap a range of positions, and those of `kept`; in order, each once. */
export function rowsBetween(
  heights: RowHeights,
  from: number,
  to: number,
  kept: Iterable<number> = [],
): number[] {
  if (heights.count === 0) return [];
  const rows = new Set(kept);
  for (let row = heights.indexAt(from); row <= heights.indexAt(to); row += 1) rows.add(row);
  return [...rows].sort((a, b) => a - b);
}
