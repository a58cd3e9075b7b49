import type { ScrollAnchor } from '../../src/api/panel.ts';
import { RowHeights, rowsBetween } from './rowHeights.ts';

/** Distance beyond the viewport, in CSS px, within which rows are rendered, to avoid gaps. */
const OVERSCAN = 300;
/** Distance from the end, in CSS px, that counts as being at the end. */
const END_SLACK = 24;
/** Maximum number of layout rounds, in which estimated rows are measured; a few suffice. */
const MAX_ROUNDS = 10;
/** The smallest visible distance, in CSS px: the browser scrolls by whole device pixels. */
const VISIBLE = 0.5;

/** A rendered row. */
export interface ListRow {
  /** The dividers above it, which belong to it. */
  readonly dividers: readonly HTMLElement[];
  readonly element: HTMLElement;
  /** The part whose upper edge is preserved when anything around the row changes. */
  readonly content: HTMLElement;
}

export interface VirtualListOptions {
  readonly scroller: HTMLElement;
  /** The child of the scroller that contains the rows. */
  readonly list: HTMLElement;
  /** Returns the up-to-date row. */
  draw(index: number): ListRow;
  /** Removes the elements of a row that is no longer needed. */
  drop(id: string): void;
  /** The rows that must stay in the DOM, whatever the scroll position. */
  kept(): Iterable<string>;
}

/**
 * A virtual list: only the rows in the viewport, and a few around them, are in the DOM. The others
 * are replaced by a margin above the next row, and by the list's padding at its end.
 *
 * The position is either the end, or an anchor: a row and its distance from the top of the
 * viewport. It changes when the reader scrolls; after any other change, the anchor's distance is
 * restored.
 */
export class VirtualList {
  readonly #options: VirtualListOptions;
  readonly #heights = new RowHeights();
  #rows = new Map<string, ListRow>();
  #anchor: ScrollAnchor | undefined;
  /** Our last scroll position: a scroll event that reports it is not caused by the reader. */
  #placedAt = 0;
  /**
   * The excess of the margin above the first row. During scrolling it absorbs the errors of
   * estimates, since setting the scroll position would stop the scrolling; at rest it is corrected.
   */
  #slack = 0;
  #scrolling = false;
  #size = '';
  /** Whether the last row is the newest message, so that the list can follow the end. */
  #live = true;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    options.scroller.addEventListener('scrollend', () => {
      this.#scrolling = false;
      if (this.#slack !== 0) this.layout();
    });
    // Heights change for many reasons: pictures, a narrower tab, a growing input, a larger font.
    const resized = new ResizeObserver(() => {
      this.#resized();
    });
    resized.observe(options.list);
    resized.observe(options.scroller);
  }

  /** The reader's position; absent at the end. */
  get anchor(): ScrollAnchor | undefined {
    return this.#anchor;
  }

  /** The distance of the end below the viewport, in CSS px. */
  get belowEnd(): number {
    const { scrollTop, scrollHeight, clientHeight } = this.#options.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Replaces the rows and renders the visible ones. */
  setRows(ids: readonly string[], estimate: (index: number) => number, live: boolean): void {
    // The end cannot be followed while newer messages exist: loading them would move it away.
    if (!live && !this.#anchor) this.#readAnchor();
    this.#anchor &&= this.#survivor(this.#anchor, new Set(ids));
    this.#live = live;
    this.#heights.setRows(ids, estimate);
    this.layout();
  }

  scrollToEnd(): void {
    this.#anchor = undefined;
    this.layout();
  }

  /** Scrolls to a row, its content `offset` below the top; by default a third of the viewport. */
  scrollTo(message: string, offset = this.#options.scroller.clientHeight / 3): void {
    if (this.#heights.indexOf(message) === undefined) return;
    this.#anchor = { message, offset };
    this.layout();
    // If nothing remains below, the position is the end.
    if (this.#live && this.belowEnd <= END_SLACK) this.scrollToEnd();
  }

  /** The row of this index, scrolled into view by the minimum distance. */
  reveal(index: number): HTMLElement | undefined {
    if (index < 0 || index >= this.#heights.count) return undefined;
    const id = this.#heights.id(index);
    if (!this.#rows.has(id)) this.scrollTo(id);
    const row = this.#rows.get(id)?.element;
    const { scroller } = this.#options;
    const [box, view] = [row?.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (box && box.top < view.top) scroller.scrollTop -= view.top - box.top;
    else if (box && box.bottom > view.bottom) {
      scroller.scrollTop += Math.min(box.bottom - view.bottom, box.top - view.top);
    }
    this.follow();
    return row;
  }

  indexOf(id: string): number | undefined {
    return this.#heights.indexOf(id);
  }

  get count(): number {
    return this.#heights.count;
  }

  /** Whether the row is above the viewport. */
  isAbove(id: string): boolean {
    const index = this.#heights.indexOf(id);
    return index !== undefined && this.#heights.top(index + 1) <= this.#viewTop;
  }

  /** Updates the position after a scroll event. @returns false if we caused it */
  scrolled(): boolean {
    if (Math.abs(this.#options.scroller.scrollTop - this.#placedAt) < VISIBLE) return false;
    this.#scrolling = true;
    this.follow();
    return true;
  }

  /** Adopts the current scroll position: for example, after a change that expands downwards. */
  follow(): void {
    this.#readAnchor();
    this.layout();
    if (this.#live && this.belowEnd <= END_SLACK) this.#anchor = undefined;
  }

  /** Renders and measures the visible rows, and restores the position. */
  layout(): void {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const wanted = this.#wanted();
      this.#mount(wanted);
      if (!this.#measure(wanted)) break;
    }
    this.#place();
  }

  /** Ignores our own renderings, which are measured already: they must not scroll to the end. */
  #resized(): void {
    const { clientWidth, clientHeight } = this.#options.scroller;
    const size = `${clientWidth} ${clientHeight}`;
    const changed = this.#measure(this.#mounted());
    if (!changed && size === this.#size) return;
    this.#size = size;
    this.layout();
  }

  /** The top of the viewport, in the coordinates of the heights. */
  get #viewTop(): number {
    const index = this.#anchor && this.#heights.indexOf(this.#anchor.message);
    if (!this.#anchor || index === undefined) {
      return this.#heights.total - this.#options.scroller.clientHeight;
    }
    return this.#heights.top(index) - this.#anchor.offset;
  }

  #wanted(): number[] {
    const top = this.#viewTop;
    const kept = [...this.#options.kept(), ...(this.#anchor ? [this.#anchor.message] : [])]
      .map((id) => this.#heights.indexOf(id))
      .filter((index) => index !== undefined);
    const bottom = top + this.#options.scroller.clientHeight;
    return rowsBetween(this.#heights, top - OVERSCAN, bottom + OVERSCAN, kept);
  }

  #mount(wanted: readonly number[]): void {
    const rows = new Map<string, ListRow>();
    for (const index of wanted) rows.set(this.#heights.id(index), this.#options.draw(index));
    for (const id of this.#rows.keys()) if (!rows.has(id)) this.#options.drop(id);
    this.#rows = rows;
    const { list } = this.#options;
    let next = list.firstChild;
    for (const { dividers, element } of rows.values()) {
      for (const part of [...dividers, element]) {
        if (part === next) next = part.nextSibling;
        else list.insertBefore(part, next);
      }
    }
    this.#space(wanted);
  }

  /** Sets the margins that replace the rows that are not in the DOM. */
  #space(mounted: readonly number[]): void {
    let end = 0;
    for (const index of mounted) {
      const gap = this.#heights.top(index) - end + (end === 0 && index > 0 ? this.#slack : 0);
      const row = this.#rows.get(this.#heights.id(index));
      const [first, ...others] = row ? [...row.dividers, row.element] : [];
      if (first) setMargin(first, gap);
      for (const other of others) setMargin(other, 0);
      end = this.#heights.top(index + 1);
    }
    this.#options.list.style.setProperty('--rest', `${this.#heights.total - end}px`);
  }

  /** @returns whether the height of any row differs from the known one */
  #measure(mounted: readonly number[]): boolean {
    let changed = false;
    for (const index of mounted) {
      const row = this.#rows.get(this.#heights.id(index));
      if (!row) continue;
      const { top } = (row.dividers[0] ?? row.element).getBoundingClientRect();
      const { bottom } = row.element.getBoundingClientRect();
      if (this.#heights.measure(index, bottom - top)) changed = true;
    }
    return changed;
  }

  /** Restores the anchor's distance from the top, or scrolls to the end. */
  #place(): void {
    const { scroller } = this.#options;
    const error = this.#anchorError();
    if (error === undefined) scroller.scrollTop = scroller.scrollHeight;
    else if (!this.#scrolling || !this.#absorb(error)) {
      this.#slack = 0;
      this.#space(this.#mounted());
      const left = this.#anchorError() ?? 0;
      if (Math.abs(left) >= VISIBLE) scroller.scrollTop += left;
    }
    this.#placedAt = scroller.scrollTop;
  }

  /** The distance of the anchor below its intended position. */
  #anchorError(): number | undefined {
    const row = this.#anchor && this.#rows.get(this.#anchor.message);
    if (!this.#anchor || !row) return undefined;
    const { top } = this.#options.scroller.getBoundingClientRect();
    return row.content.getBoundingClientRect().top - top - this.#anchor.offset;
  }

  /** Moves the rows instead of the viewport, if none of them would be above the list. */
  #absorb(error: number): boolean {
    const mounted = this.#mounted();
    const [first = 0] = mounted;
    const slack = this.#slack - error;
    if (first === 0 || this.#heights.top(first) + slack < 0) return false;
    this.#slack = slack;
    this.#space(mounted);
    return true;
  }

  #mounted(): number[] {
    return [...this.#rows.keys()]
      .map((id) => this.#heights.indexOf(id))
      .filter((index) => index !== undefined);
  }

  /** Anchors at the first row whose content begins in the viewport, or the one that fills it. */
  #readAnchor(): void {
    const view = this.#options.scroller.getBoundingClientRect();
    let anchor: ScrollAnchor | undefined;
    for (const [message, { content, element }] of this.#rows) {
      if (element.getBoundingClientRect().bottom <= view.top) continue;
      const offset = content.getBoundingClientRect().top - view.top;
      if (offset >= view.height) break;
      anchor = { message, offset };
      if (offset >= 0) break;
    }
    this.#anchor = anchor ?? this.#guess(view);
  }

  /** If no row is rendered there, after a long jump: the row estimated at this position. */
  #guess(view: DOMRect): ScrollAnchor | undefined {
    if (this.#heights.count === 0) return undefined;
    const top = view.top - this.#options.list.getBoundingClientRect().top - this.#slack;
    const index = this.#heights.indexAt(top);
    return { message: this.#heights.id(index), offset: this.#heights.top(index) - top };
  }

  /** The anchor, or if its row is gone, the nearest one that remains. */
  #survivor(anchor: ScrollAnchor, ids: ReadonlySet<string>): ScrollAnchor | undefined {
    const at = this.#heights.indexOf(anchor.message);
    if (at === undefined || ids.has(anchor.message)) return anchor;
    for (let distance = 1; distance < this.#heights.count; distance += 1) {
      for (const index of [at + distance, at - distance]) {
        if (index < 0 || index >= this.#heights.count) continue;
        const message = this.#heights.id(index);
        if (!ids.has(message)) continue;
        const offset = anchor.offset + this.#heights.top(index) - this.#heights.top(at);
        return { message, offset };
      }
    }
    return undefined;
  }
}

function setMargin(element: HTMLElement, margin: number): void {
  const value = margin === 0 ? '' : `${margin}px`;
  if (element.style.marginTop !== value) element.style.marginTop = value;
}
