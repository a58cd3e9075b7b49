/** Maximum size of all decoded pictures in a tab together, in points of four bytes. */
const MAX_POINTS = 100_000_000;

/** The messages whose pictures are shown. */
export class ShownPictures {
  /** Points by message, in the order in which they were shown. */
  readonly #points = new Map<string, number>();

  /** Adds a picture. @returns the messages whose pictures have to be hidden, the oldest ones */
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
