import { t } from '../../src/base/l10n.ts';
import type { PageState } from '../messagePages.ts';
import { createButton, createProgressRing } from '../toolkit.ts';
import { el, toggle } from './dom.ts';

/** An end of the log if more messages exist. Its height is constant, to avoid layout shifts. */
export class EdgeLine {
  readonly #ring = createProgressRing();
  readonly #button: HTMLElement;
  readonly #loading: string;
  readonly element: HTMLElement;

  constructor(which: 'older' | 'newer', load: () => void) {
    const label = which === 'older' ? t('Load Older Messages') : t('Load Newer Messages');
    this.#button = createButton(label, load);
    this.#loading = which === 'older' ? t('Loading older messages') : t('Loading newer messages');
    this.element = el('div', 'edge', { hidden: '' }, this.#ring, this.#button);
    void customElements.whenDefined(this.#ring.localName).then(() => {
      this.#nameRing();
    });
  }

  render(hasMore: boolean, state: PageState): void {
    toggle(this.element, hasMore);
    this.#nameRing();
    toggle(this.#ring, state === 'loading');
    toggle(this.#button, state !== 'loading');
  }

  /** The ring names itself when it comes into the page, and when it is registered, in English. */
  #nameRing(): void {
    this.#ring.setAttribute('aria-label', this.#loading);
  }
}
