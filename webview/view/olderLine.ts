import { createButton, createProgressRing } from '../toolkit.ts';
import { el, toggle } from './dom.ts';

/** The top of the log while there is more above. It keeps its height, so that nothing jumps. */
export class OlderLine {
  readonly #ring = createProgressRing();
  readonly #button: HTMLElement;
  readonly element: HTMLElement;

  constructor(load: () => void) {
    this.#button = createButton('Load Older Messages', load);
    this.#ring.setAttribute('aria-label', 'Loading older messages');
    this.element = el('div', 'older', { hidden: '' }, this.#ring, this.#button);
  }

  render(hasOlder: boolean, state: 'idle' | 'loading' | 'failed'): void {
    toggle(this.element, hasOlder);
    toggle(this.#ring, state === 'loading');
    toggle(this.#button, state !== 'loading');
  }
}
