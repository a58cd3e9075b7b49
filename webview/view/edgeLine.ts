import type { PageState } from '../messagePages.ts';
import { createButton, createProgressRing } from '../toolkit.ts';
import { el, toggle } from './dom.ts';

/** An end of the log if more messages exist. Its height is constant, to avoid layout shifts. */
export class EdgeLine {
  readonly #ring = createProgressRing();
  readonly #button: HTMLElement;
  readonly element: HTMLElement;

  constructor(which: 'older' | 'newer', load: () => void) {
    const label = which === 'older' ? 'Load Older Messages' : 'Load Newer Messages';
    this.#button = createButton(label, load);
    this.#ring.setAttribute('aria-label', `Loading ${which} messages`);
    this.element = el('div', 'edge', { hidden: '' }, this.#ring, this.#button);
  }

  render(hasMore: boolean, state: PageState): void {
    toggle(this.element, hasMore);
    toggle(this.#ring, state === 'loading');
    toggle(this.#button, state !== 'loading');
  }
}
