/** All pictures of a tab together, in points of four bytes: what they take once they are decoded. */
const MAX_POINTS = 100_000_000;

/** Which messages' pictures are shown. */
export class ShownPictures {
  /** Points by message, in the order in which they were shown. */
  readonly #points = new Map<string, number>();

  /** Adds one. Result: those that have to give way, those shown first. */
  add(message: string, points: number): readonly string[] {
    this.#points.delete(message);
    this.#points.set(message, points);
    let total = [...this.#points.values()].reduce((sum, one) => sum + one, 0);
    const leaving: string[] = [];
    for (const [other, theirs] of this.#points) {
      if (total <= MAX_POINTS || other === message) break;
      total -= theirs;
      leaving.push(other);
    }
    for (const other of leaving) this.#points.delete(other);
    return leaving;
  }

  delete(message: string): void {
    this.#points.delete(message);
  }
}
