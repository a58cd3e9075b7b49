import type { OccupantView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { el } from '../dom.ts';
import { FixedRows } from '../fixedRows.ts';
import { renderOccupant, renderUnknownOccupant } from './occupantRow.ts';

/** The height of a row as in room.css, in CSS px. */
const ROW_HEIGHT = 24;

export interface OccupantListOptions {
  /** The occupant of a row; `undefined` if that is not known. */
  readonly at: (index: number) => OccupantView | undefined;
  /** The picture of an occupant, as its address within the page; `undefined` if there is none. */
  readonly picture: (occupant: OccupantView) => string | undefined;
  /** Called with the first and the last row in sight. */
  readonly onShow: (first: number, last: number) => void;
  /** Called to act on an occupant, with their row. */
  readonly onAct: (occupant: OccupantView, row: HTMLElement) => void;
  readonly onLeave: () => void;
}

/** A list box of occupants, of which only those in sight are in the DOM. */
export class OccupantList {
  readonly element: HTMLElement;
  readonly #rows: FixedRows;
  #count = 0;

  constructor({ at, picture, onShow, onAct, onLeave }: OccupantListOptions) {
    const space = el('div', 'occupant-space', { role: 'presentation' });
    const attributes = { role: 'listbox', tabindex: '0', 'aria-label': t('Occupants') };
    this.element = el('div', 'occupants', attributes, space);
    const act = (index: number, row: HTMLElement) => {
      const occupant = at(index);
      if (occupant) onAct(occupant, row);
    };
    this.#rows = new FixedRows({
      ...{ scroller: this.element, space, prefix: 'occupant' },
      ...{ rowHeight: ROW_HEIGHT, headHeight: 0 },
      ...{ onShow, onAct: act, onMenu: act, onLeave },
      of: (index) => {
        const occupant = at(index);
        return [occupant, occupant && picture(occupant)];
      },
      draw: (index) => {
        const occupant = at(index);
        return occupant ? renderOccupant(occupant, picture(occupant)) : renderUnknownOccupant();
      },
      mark: (row, index, isActive) => {
        row.setAttribute('aria-posinset', String(index + 1));
        row.setAttribute('aria-setsize', String(this.#count));
        row.setAttribute('aria-selected', String(isActive));
      },
    });
    for (const type of ['click', 'contextmenu'] as const) {
      this.element.addEventListener(type, (event) => {
        const index = this.#rows.indexOf(event.target);
        if (index === undefined) return;
        event.preventDefault();
        this.#rows.activate(index);
        this.#rows.act();
      });
    }
  }

  /** Draws the rows again, of which there are `count`. */
  render(count: number): void {
    this.#count = count;
    this.#rows.render(count);
  }

  scrollToStart(): void {
    this.#rows.scrollToStart();
  }

  focus(): void {
    this.element.focus();
  }
}
