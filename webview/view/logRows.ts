import { MessageRow } from './messageRow.ts';
import type { Preview } from './preview.ts';
import { ShownPictures } from './shownPictures.ts';

/** The rows by message id: those in the DOM, and those whose state the reader has changed. */
export class LogRows {
  readonly #hold: (change: () => void) => void;
  readonly #rows = new Map<string, MessageRow>();
  readonly #pictures = new ShownPictures();

  /** @param hold as of {@link MessageRow} */
  constructor(hold: (change: () => void) => void) {
    this.#hold = hold;
  }

  find(message: string): MessageRow | undefined {
    return this.#rows.get(message);
  }

  /** The row of a message, created if missing. */
  open(message: string): MessageRow {
    let row = this.#rows.get(message);
    if (!row) {
      row = new MessageRow(this.#hold);
      this.#rows.set(message, row);
    }
    return row;
  }

  /**
   * Takes a row out of the DOM. One that the reader has changed is stored, and is the same when it
   * returns.
   * @param isLoaded whether its message may return
   */
  drop(message: string, isLoaded: boolean): void {
    const row = this.#rows.get(message);
    row?.remove();
    if (row?.changed === true && isLoaded) return;
    row?.hideFiles();
    this.#rows.delete(message);
    this.#pictures.delete(message);
  }

  /** Shows a file of a message; those shown first are hidden where all are too many. */
  showFile(message: string, file: number, preview: Preview): void {
    const row = this.open(message);
    row.showFile(file, preview);
    for (const hidden of this.#pictures.add(message, row.points)) {
      this.#rows.get(hidden)?.hideFiles();
    }
  }
}
