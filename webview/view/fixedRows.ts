import { onKey } from './keys.ts';

/** The number of rows rendered above and below those in sight. */
const OVERSCAN = 10;

export interface FixedRowsOptions {
  /** What scrolls, and has the focus. */
  readonly scroller: HTMLElement;
  /** The child of the scroller that contains the rows; positioned. */
  readonly space: HTMLElement;
  /** Height of each row, in CSS px. */
  readonly rowHeight: number;
  /** Height of what sticks to the top of the scroller, above the rows, in CSS px. */
  readonly headHeight: number;
  /** The first part of the rows' ids. */
  readonly prefix: string;
  /** What a row shows: it is drawn again when any of these is another value. */
  of(index: number): readonly unknown[];
  draw(index: number): HTMLElement;
  /** Tells assistive technology the position and state of a row. */
  mark(row: HTMLElement, index: number, isActive: boolean): void;
  /** Called with the first and the last row in sight. */
  readonly onShow?: (first: number, last: number) => void;
  /** Called to act on a row, by Enter. */
  onAct(index: number, row: HTMLElement): void;
  /** Called to open the menu of a row. */
  onMenu(index: number, row: HTMLElement): void;
  /** Called on Escape. */
  readonly onLeave: () => void;
}

/**
 * Rows that are all of one height, so that only those in sight are in the DOM. The focus stays on
 * the scroller itself, which names the active row by `aria-activedescendant`.
 */
export class FixedRows {
  readonly #options: FixedRowsOptions;
  /** By index: the rows in the DOM, and what each one shows. */
  readonly #rows = new Map<number, { readonly of: readonly unknown[]; element: HTMLElement }>();
  #count = 0;
  #active = 0;

  constructor(options: FixedRowsOptions) {
    this.#options = options;
    const { scroller } = options;
    scroller.addEventListener('scroll', () => {
      this.#draw();
    });
    new ResizeObserver(() => {
      this.#draw();
    }).observe(scroller);
    onKey(scroller, (event) => {
      if (event.target === scroller && this.#press(event)) event.preventDefault();
    });
  }

  /** The index of the active row. */
  get active(): number {
    return this.#active;
  }

  /**
   * Draws the rows again, of which there are `count`.
   *
   * @param active the new index of the active row, if it has moved: it stays where it is in sight
   */
  render(count: number, active = this.#active): void {
    const { scroller, space, rowHeight } = this.#options;
    const isInSight = this.#isInSight(this.#active);
    const moved = (active - this.#active) * rowHeight;
    this.#count = count;
    this.#active = Math.max(0, Math.min(active, count - 1));
    space.style.height = `${count * rowHeight}px`;
    if (moved !== 0 && isInSight) scroller.scrollTop += moved;
    this.#draw();
  }

  /** Forgets what the rows show, so that all are drawn again. */
  forget(): void {
    for (const { element } of this.#rows.values()) element.remove();
    this.#rows.clear();
  }

  scrollToStart(): void {
    this.#active = 0;
    this.#options.scroller.scrollTop = 0;
  }

  /** The index of the row that contains this, or is it. */
  indexOf(target: EventTarget | null): number | undefined {
    if (!(target instanceof Node)) return undefined;
    return [...this.#rows].find(([, { element }]) => element.contains(target))?.[0];
  }

  /** Makes a row the active one, and scrolls it into view by the minimum distance. */
  activate(index: number): boolean {
    this.#active = Math.max(0, Math.min(index, this.#count - 1));
    const { scroller, rowHeight, headHeight } = this.#options;
    const top = this.#active * rowHeight;
    const shown = scroller.clientHeight - headHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + shown) {
      scroller.scrollTop = top + rowHeight - shown;
    }
    this.#draw();
    return true;
  }

  act(): boolean {
    return this.#with((row) => {
      this.#options.onAct(this.#active, row);
    });
  }

  openMenu(): boolean {
    return this.#with((row) => {
      this.#options.onMenu(this.#active, row);
    });
  }

  #with(run: (row: HTMLElement) => void): boolean {
    const row = this.#rows.get(this.#active);
    if (row) run(row.element);
    return true;
  }

  #isInSight(index: number): boolean {
    const { scroller, rowHeight } = this.#options;
    const top = index * rowHeight - scroller.scrollTop;
    return top > -rowHeight && top < scroller.clientHeight;
  }

  #draw(): void {
    const { scroller, rowHeight, headHeight, onShow } = this.#options;
    const { scrollTop, clientHeight } = scroller;
    const first = Math.floor(scrollTop / rowHeight);
    const end = Math.ceil((scrollTop + clientHeight - headHeight) / rowHeight);
    const last = Math.min(this.#count - 1, end);
    if (clientHeight > 0) onShow?.(first, last);
    const wanted = new Set(this.#count > 0 ? [this.#active] : []);
    for (let row = Math.max(0, first - OVERSCAN); row <= last + OVERSCAN; row += 1) {
      if (row < this.#count) wanted.add(row);
    }
    for (const [index, { element }] of this.#rows) {
      if (wanted.has(index)) continue;
      element.remove();
      this.#rows.delete(index);
    }
    for (const index of wanted) this.#drawRow(index);
    const active = this.#rows.get(this.#active)?.element;
    if (active) scroller.setAttribute('aria-activedescendant', active.id);
    else scroller.removeAttribute('aria-activedescendant');
  }

  #drawRow(index: number): void {
    const { space, rowHeight, prefix, ...options } = this.#options;
    const of = options.of(index);
    let row = this.#rows.get(index);
    if (!row || of.some((value, at) => value !== row?.of[at])) {
      const element = options.draw(index);
      element.id = `${prefix}-${index}`;
      element.style.top = `${index * rowHeight}px`;
      if (row) row.element.replaceWith(element);
      else space.append(element);
      row = { of, element };
      this.#rows.set(index, row);
    }
    options.mark(row.element, index, index === this.#active);
  }

  /** @returns whether the key was handled */
  #press({ key, shiftKey }: KeyboardEvent): boolean {
    const { scroller, rowHeight, headHeight, onLeave } = this.#options;
    const page = Math.max(1, Math.floor((scroller.clientHeight - headHeight) / rowHeight) - 1);
    switch (key) {
      case 'ArrowDown':
        return this.activate(this.#active + 1);
      case 'ArrowUp':
        return this.activate(this.#active - 1);
      case 'PageDown':
        return this.activate(this.#active + page);
      case 'PageUp':
        return this.activate(this.#active - page);
      case 'Home':
        return this.activate(0);
      case 'End':
        return this.activate(this.#count - 1);
      case 'Enter':
        return this.act();
      case 'ContextMenu':
        return this.openMenu();
      case 'F10':
        return shiftKey && this.openMenu();
      case 'Escape':
        onLeave();
        return true;
      default:
        return false;
    }
  }
}
