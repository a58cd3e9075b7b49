import type { OccupantView } from '../../../src/api/views.ts';
import { el } from '../dom.ts';
import { onKey } from '../keys.ts';
import { renderOccupant, renderUnknownOccupant } from './occupantRow.ts';

/** The height of a row as in room.css, in CSS px. */
const ROW_HEIGHT = 24;
/** The number of rows rendered above and below those in sight. */
const OVERSCAN = 10;

export interface OccupantListOptions {
  /** The occupant of a row; `undefined` if that is not known. */
  at(index: number): OccupantView | undefined;
  /** Called with the first and the last row in sight. */
  onShow(first: number, last: number): void;
  /** Called to act on an occupant, with their row. */
  onAct(occupant: OccupantView, row: HTMLElement): void;
  onLeave(): void;
}

/**
 * A list box whose rows are all of one height, so that only those in sight are in the DOM. The focus
 * stays on the list itself; the active row is named by `aria-activedescendant`.
 */
export class OccupantList {
  readonly element: HTMLElement;
  readonly #options: OccupantListOptions;
  readonly #space = el('div', 'occupant-space', { role: 'presentation' });
  /** By index: the rows in the DOM, and whom each one shows. */
  readonly #rows = new Map<
    number,
    { readonly of: OccupantView | undefined; element: HTMLElement }
  >();
  #count = 0;
  #active = 0;

  constructor(options: OccupantListOptions) {
    this.#options = options;
    this.element = el(
      'div',
      'occupants',
      { role: 'listbox', tabindex: '0', 'aria-label': 'Occupants' },
      this.#space,
    );
    this.element.addEventListener('scroll', () => {
      this.#draw();
    });
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.element);
    onKey(this.element, (event) => {
      if (event.target === this.element && this.#press(event)) event.preventDefault();
    });
    for (const type of ['click', 'contextmenu'] as const) {
      this.element.addEventListener(type, (event) => {
        const row = event.target instanceof Element ? event.target.closest('.occupant') : null;
        const index = [...this.#rows].find(([, { element }]) => element === row)?.[0];
        if (index === undefined) return;
        event.preventDefault();
        this.#activate(index);
        this.#act();
      });
    }
  }

  /** Draws the rows anew, of which there are `count`. */
  render(count: number): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(this.#active, count - 1));
    this.#space.style.height = `${count * ROW_HEIGHT}px`;
    this.#draw();
  }

  scrollToStart(): void {
    this.#active = 0;
    this.element.scrollTop = 0;
  }

  focus(): void {
    this.element.focus();
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.floor(scrollTop / ROW_HEIGHT);
    const last = Math.min(this.#count - 1, Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT));
    if (clientHeight > 0) this.#options.onShow(first, last);
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
    if (active) this.element.setAttribute('aria-activedescendant', active.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #drawRow(index: number): void {
    const of = this.#options.at(index);
    let row = this.#rows.get(index);
    if (!row || row.of !== of) {
      const element = of ? renderOccupant(of) : renderUnknownOccupant();
      element.id = `occupant-${index}`;
      element.style.top = `${index * ROW_HEIGHT}px`;
      if (row) row.element.replaceWith(element);
      else this.#space.append(element);
      row = { of, element };
      this.#rows.set(index, row);
    }
    row.element.setAttribute('aria-posinset', String(index + 1));
    row.element.setAttribute('aria-setsize', String(this.#count));
    row.element.setAttribute('aria-selected', String(index === this.#active));
  }

  /** @returns whether the key was handled */
  #press({ key, shiftKey }: KeyboardEvent): boolean {
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 1);
    switch (key) {
      case 'ArrowDown':
        return this.#activate(this.#active + 1);
      case 'ArrowUp':
        return this.#activate(this.#active - 1);
      case 'PageDown':
        return this.#activate(this.#active + page);
      case 'PageUp':
        return this.#activate(this.#active - page);
      case 'Home':
        return this.#activate(0);
      case 'End':
        return this.#activate(this.#count - 1);
      case 'Enter':
      case 'ContextMenu':
        return this.#act();
      case 'F10':
        return shiftKey && this.#act();
      case 'Escape':
        this.#options.onLeave();
        return true;
      default:
        return false;
    }
  }

  /** Makes a row the active one, and scrolls it into view by the minimum distance. */
  #activate(index: number): boolean {
    this.#active = Math.max(0, Math.min(index, this.#count - 1));
    const top = this.#active * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + ROW_HEIGHT > scrollTop + clientHeight) {
      this.element.scrollTop = top + ROW_HEIGHT - clientHeight;
    }
    this.#draw();
    return true;
  }

  #act(): boolean {
    const row = this.#rows.get(this.#active);
    if (row?.of) this.#options.onAct(row.of, row.element);
    return true;
  }
}
