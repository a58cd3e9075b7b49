import { t } from '../../src/base/l10n.ts';
import { createIconButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';

/** Shows the last error, in one sentence, until dismissed. */
export class NoticeView {
  readonly #text = el('span', 'line-text');
  readonly element: HTMLElement;

  constructor(dismiss: () => void) {
    this.element = el(
      'div',
      'line line-error',
      { role: 'alert', hidden: '' },
      icon('error'),
      this.#text,
      createIconButton('close', t('Dismiss'), dismiss),
    );
  }

  render(notice: string | undefined): void {
    toggle(this.element, notice !== undefined);
    setText(this.#text, notice ?? '');
  }
}
