import type { ScrollAnchor } from '../../src/api/panel.ts';
import { RowHeights, rowsBetween } from './rowHeights.ts';

/** This far beyond what is in sight, in CSS px, rows are drawn, so that scrolling shows no gaps. */
const OVERSCAN = 300;
/** This near to the end, in CSS px, counts as being there. */
const END_SLACK = 24;
/** Each round measures rows that were guessed before; a few always do. */
const MAX_ROUNDS = 10;
/** What can be seen, in CSS px: the browser scrolls by whole pixels of the screen. */
const VISIBLE = 0.5;

/** A row as it is drawn. */
export interface ListRow {
  /** What stands above it and belongs to it. */
  readonly dividers: readonly HTMLElement[];
  readonly element: HTMLElement;
  /** The part that keeps its upper edge when what is around the row changes. */
  readonly content: HTMLElement;
}

export interface VirtualListOptions {
  readonly scroller: HTMLElement;
  /** The child of the scroller that holds the rows. */
  readonly list: HTMLElement;
  /** The row, up to date. */
  draw(index: number): ListRow;
  /** The row is not needed any more; its elements are to be removed. */
  drop(id: string): void;
  /** Rows that stay in the page wherever one scrolls. */
  kept(): Iterable<string>;
}

/**
 * Keeps only the rows in sight, and a few around them, in the page. What is out of sight is a margin
 * above the next row, and the list's padding at its end.
 *
 * The place is either the end, or an anchor: a row and its distance from the top of the view. It
 * changes when the reader moves; whatever else happens, the anchor is put back to its distance.
 */
export class VirtualList {
  readonly #options: VirtualListOptions;
  readonly #heights = new RowHeights();
  #rows = new Map<string, ListRow>();
  #anchor: ScrollAnchor | undefined;
  /** Where we have scrolled to: an event that tells of it is no movement of the reader. */
  #placedAt = 0;
  /**
   * What the margin above the first row is too large by. While one scrolls it takes the errors of
   * estimates, for setting the scroll position would end the movement; at rest it is settled.
   */
  #slack = 0;
  #scrolling = false;
  #size = '';
  /** Whether the last row is the newest there is, so that the end is a place to stay at. */
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

  /** Where the reader is; absent at the end. */
  get anchor(): ScrollAnchor | undefined {
    return this.#anchor;
  }

  /** How far the end is below the view, in CSS px. */
  get belowEnd(): number {
    const { scrollTop, scrollHeight, clientHeight } = this.#options.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Replaces the rows and draws what is in sight. */
  setRows(ids: readonly string[], estimate: (index: number) => number, live: boolean): void {
    // The end is no place to stay at while there is more: what comes would move it away.
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

  /** Goes to a row, its content this far below the top, or a third of the view. */
  scrollTo(message: string, offset = this.#options.scroller.clientHeight / 3): void {
    if (this.#heights.indexOf(message) === undefined) return;
    this.#anchor = { message, offset };
    this.layout();
    // Where nothing is left below, it is the end that one has come to.
    if (this.#live && this.belowEnd <= END_SLACK) this.scrollToEnd();
  }

  /** The row of this index, moved into sight by as little as it takes. */
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

  /** Whether the row lies above what is in sight. */
  isAbove(id: string): boolean {
    const index = this.#heights.indexOf(id);
    return index !== undefined && this.#heights.top(index + 1) <= this.#viewTop;
  }

  /** Takes the reader's place as it is after a scroll. Result: false when it was our own. */
  scrolled(): boolean {
    if (Math.abs(this.#options.scroller.scrollTop - this.#placedAt) < VISIBLE) return false;
    this.#scrolling = true;
    this.follow();
    return true;
  }

  /** Takes the place as it is: after a change that is meant to grow downwards, say. */
  follow(): void {
    this.#readAnchor();
    this.layout();
    if (this.#live && this.belowEnd <= END_SLACK) this.#anchor = undefined;
  }

  /** Draws and measures what is in sight, and puts it in its place. */
  layout(): void {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const wanted = this.#wanted();
      this.#mount(wanted);
      if (!this.#measure(wanted)) break;
    }
    this.#place();
  }

  /** What we have drawn ourselves is measured already, and is no reason to go to the end. */
  #resized(): void {
    const { clientWidth, clientHeight } = this.#options.scroller;
    const size = `${clientWidth} ${clientHeight}`;
    const changed = this.#measure(this.#mounted());
    if (!changed && size === this.#size) return;
    this.#size = size;
    this.layout();
  }

  /** Where the view begins, in the coordinates of the heights. */
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

  /** Stands for the rows that are not in the page. */
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

  /** Result: whether a row is higher or lower than was thought. */
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

  /** Puts the anchor back to its distance from the top, or goes to the end. */
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

  /** How far below its place the anchor is. */
  #anchorError(): number | undefined {
    const row = this.#anchor && this.#rows.get(this.#anchor.message);
    if (!this.#anchor || !row) return undefined;
    const { top } = this.#options.scroller.getBoundingClientRect();
    return row.content.getBoundingClientRect().top - top - this.#anchor.offset;
  }

  /** Moves the rows instead of the view, as long as none of them gets above the list. */
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

  /** The first row whose content begins in sight, or the one that fills the view. */
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

  /** Where no row is drawn, for one has jumped far: the row that should be there. */
  #guess(view: DOMRect): ScrollAnchor | undefined {
    if (this.#heights.count === 0) return undefined;
    const top = view.top - this.#options.list.getBoundingClientRect().top - this.#slack;
    const index = this.#heights.indexAt(top);
    return { message: this.#heights.id(index), offset: this.#heights.top(index) - top };
  }

  /** The anchor, or where it is gone, the next row that is still there. */
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
