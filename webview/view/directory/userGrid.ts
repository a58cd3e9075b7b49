import type { FoundUserView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import type { ShownColumn, UserRows } from '../../directory/userRows.ts';
import { createIconButton } from '../../toolkit.ts';
import { el, icon } from '../dom.ts';
import { FixedRows } from '../fixedRows.ts';

/** The heights of a row and of the head as in directory.css, in CSS px. */
const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 28;

export interface UserGridOptions {
  readonly users: UserRows;
  onOpen(user: FoundUserView): void;
  /** Called to show the menu of a user below this. */
  onMenu(user: FoundUserView, anchor: Element): void;
  onSort(column: ShownColumn): void;
  onLeave(): void;
}

/** The table of users found: a grid by the pattern of WAI-ARIA, whose rows have the focus. */
export class UserGrid {
  readonly element: HTMLElement;
  readonly #users: UserRows;
  readonly #options: UserGridOptions;
  readonly #head = el('div', 'user-cells', { role: 'row', 'aria-rowindex': '1' });
  readonly #rows: FixedRows;
  #columns: readonly ShownColumn[] = [];
  /** What the head shows: columns and order, as JSON. */
  #shownHead = '';
  /** The id of the active user. */
  #active: string | undefined;

  constructor(options: UserGridOptions) {
    this.#options = options;
    this.#users = options.users;
    const space = el('div', 'users-space', { role: 'rowgroup' });
    this.element = el(
      'div',
      'users',
      { role: 'grid', tabindex: '0', 'aria-label': t('Users found') },
      el('div', 'users-head', { role: 'rowgroup' }, this.#head),
      space,
    );
    this.#rows = new FixedRows({
      ...{ scroller: this.element, space, prefix: 'user' },
      ...{ rowHeight: ROW_HEIGHT, headHeight: HEAD_HEIGHT },
      of: (index) => [this.#at(index)],
      draw: (index) => this.#draw(this.#at(index)),
      mark: (row, index, isActive) => {
        row.setAttribute('aria-rowindex', String(index + 2));
        row.setAttribute('aria-selected', String(isActive));
        if (isActive) this.#active = this.#at(index)?.id;
      },
      onAct: (index) => {
        this.#with(index, options.onOpen.bind(options));
      },
      onMenu: (index, row) => {
        this.#with(index, (user) => {
          options.onMenu(user, row);
        });
      },
      onLeave: options.onLeave.bind(options),
    });
    this.#listen();
  }

  /** Renders what was found; the active user stays active. */
  render(): void {
    const { columns, shown } = this.#users;
    const names = JSON.stringify(columns);
    if (names !== JSON.stringify(this.#columns)) this.#rows.forget();
    this.#columns = columns;
    this.#renderHead();
    this.element.setAttribute('aria-rowcount', String(shown.length + 1));
    this.element.setAttribute('aria-colcount', String(columns.length + 1));
    this.element.style.setProperty('--columns', String(columns.length));
    const others = 'minmax(0, 1fr) '.repeat(columns.length - 1);
    this.element.style.setProperty('--cells', `minmax(0, 1.5fr) ${others}40px`);
    const active = shown.findIndex(({ id }) => id === this.#active);
    this.#rows.render(shown.length, Math.max(0, active));
  }

  scrollToStart(): void {
    this.#rows.scrollToStart();
  }

  focus(): void {
    this.element.focus();
  }

  #listen(): void {
    const activate = ({ target }: Event) => {
      const index = this.#rows.indexOf(target);
      if (index !== undefined) this.#rows.activate(index);
      return index !== undefined;
    };
    this.element.addEventListener('click', activate);
    this.element.addEventListener('dblclick', (event) => {
      const isButton = event.target instanceof Element && event.target.closest('vscode-button');
      if (!isButton && activate(event)) this.#rows.act();
    });
    this.element.addEventListener('contextmenu', (event) => {
      if (!activate(event)) return;
      event.preventDefault();
      this.#rows.openMenu();
    });
  }

  #renderHead(): void {
    const { order } = this.#users;
    const shown = JSON.stringify([this.#columns, order]);
    if (shown === this.#shownHead) return;
    this.#shownHead = shown;
    const focused = [...this.#head.children].findIndex((cell) =>
      cell.contains(document.activeElement),
    );
    const cells = this.#columns.map((column) => this.#headCell(column));
    const last = el(
      'div',
      'user-cell user-actions',
      { role: 'columnheader' },
      hiddenText(t('Actions')),
    );
    this.#head.replaceChildren(...cells, last);
    cells[focused]?.querySelector('button')?.focus();
  }

  #headCell(column: ShownColumn): HTMLElement {
    const { by, isDescending } = this.#users.order;
    const isSorted = column.name === by;
    const direction = isDescending ? 'descending' : 'ascending';
    const button = el(
      'button',
      'column-button',
      { type: 'button', title: t('Sort by {column}', { column: column.label }) },
      el('span', 'column-label', { dir: 'auto' }, column.label),
      isSorted ? icon(isDescending ? 'chevron-down' : 'chevron-up') : undefined,
    );
    button.addEventListener('click', () => {
      this.#options.onSort(column);
    });
    const sorted = isSorted ? { 'aria-sort': direction } : {};
    return el('div', 'user-cell', { role: 'columnheader', ...sorted }, button);
  }

  #draw(user: FoundUserView | undefined): HTMLElement {
    if (!user) return el('div', 'user-cells user', { role: 'row' });
    const address = shownAddress(user.id);
    const cells = this.#columns.map(({ index }) => {
      const text = index < 0 ? address : (user.values[index] ?? '');
      const attributes = { role: 'gridcell', title: text };
      return el('div', 'user-cell', attributes, el('bdi', '', {}, text));
    });
    const button = createIconButton('ellipsis', t('Actions for {address}', { address }), () => {
      this.#options.onMenu(user, button);
    });
    // In the table, the menu key does this.
    button.setAttribute('tabindex', '-1');
    const actions = el('div', 'user-cell user-actions', { role: 'gridcell' }, button);
    return el('div', 'user-cells user', { role: 'row' }, ...cells, actions);
  }

  #at(index: number): FoundUserView | undefined {
    return this.#users.shown[index];
  }

  #with(index: number, run: (user: FoundUserView) => void): void {
    const user = this.#at(index);
    if (user) run(user);
  }
}

function hiddenText(text: string): HTMLElement {
  return el('span', 'announcer', {}, text);
}
