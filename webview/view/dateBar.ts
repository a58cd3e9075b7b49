import { t } from '../../src/base/l10n.ts';
import { createButton, createIconButton } from '../toolkit.ts';
import { el, toggle } from './dom.ts';
import { onKey } from './keys.ts';

export interface DateBarOptions {
  /** @param time the beginning of the chosen day, in ms since 1970 */
  onJump(time: number): void;
  onLeave(): void;
}

/** Asks for a date to jump to. */
export class DateBar {
  readonly element: HTMLElement;
  readonly #options: DateBarOptions;
  readonly #input = el('input', 'bar-input', { type: 'date', 'aria-label': t('Date to jump to') });

  constructor(options: DateBarOptions) {
    this.#options = options;
    this.element = el(
      'div',
      'bar',
      { role: 'region', 'aria-label': t('Jump to date'), hidden: '' },
      this.#input,
      createButton(t('Jump to Date'), () => {
        this.#jump();
      }),
      createIconButton('close', t('Close (Escape)'), () => {
        this.#close();
      }),
    );
    onKey(this.element, (event) => {
      if (event.key === 'Escape') this.#close();
      else if (event.key === 'Enter' && event.target === this.#input) this.#jump();
      else return;
      event.preventDefault();
    });
  }

  open(): void {
    toggle(this.element, true);
    this.#input.focus();
  }

  #jump(): void {
    const [year, month, day] = this.#input.value.split('-').map(Number);
    if (year === undefined || month === undefined || day === undefined) {
      this.#input.focus();
      return;
    }
    toggle(this.element, false);
    // The day begins in the user's local time.
    this.#options.onJump(new Date(year, month - 1, day).getTime());
  }

  #close(): void {
    toggle(this.element, false);
    this.#options.onLeave();
  }
}
