import type { ScrollAnchor } from '../../src/api/panel.ts';
import type { MessagePages } from '../messagePages.ts';
import type { LogView } from './log.ts';

/**
 * Jumps to places in the history, loaded or not. A new jump cancels one that is in progress.
 */
export class Navigator {
  readonly #pages: MessagePages;
  readonly #log: LogView;
  readonly #render: () => void;
  #journeys = 0;
  /** Whether to scroll to the newest message once it is loaded. */
  #toNewest = false;

  /** @param render renders the loaded messages */
  constructor(pages: MessagePages, log: LogView, render: () => void) {
    this.#pages = pages;
    this.#log = log;
    this.#render = render;
  }

  /** Whether there was any jump yet. */
  get begun(): boolean {
    return this.#journeys > 0;
  }

  /**
   * Jumps to a message, or to the first one at a time, in ms since 1970, wherever it is; with `at`,
   * to the match in it.
   */
  async goTo(place: string | number, at?: 'match'): Promise<void> {
    const journey = ++this.#journeys;
    this.#toNewest = false;
    const message = await this.#pages.loadAround(place);
    if (message === undefined || journey !== this.#journeys) return;
    this.#render();
    if (at === 'match') this.#log.showMatch(message);
    else this.#log.show(message);
  }

  async goToNewest(): Promise<void> {
    this.#journeys += 1;
    this.#toNewest = true;
    const newest = await this.#pages.loadAround(Number.MAX_SAFE_INTEGER);
    // If loading failed, the position stays, and pages loaded later do not change it.
    if (newest === undefined) this.#toNewest = false;
    this.#render();
  }

  /** Returns to a place that is not loaded; if it is gone, stays at the end. */
  async goBack(anchor: ScrollAnchor): Promise<void> {
    const journey = ++this.#journeys;
    const found = await this.#pages.loadAround(anchor.message, 'quiet');
    if (found === undefined || journey !== this.#journeys) return;
    this.#render();
    this.#log.restore(anchor);
  }

  /** Called after rendering: scrolls to the newest message if it is now loaded. */
  drawn(hasNewer: boolean): void {
    if (!this.#toNewest || hasNewer) return;
    this.#toNewest = false;
    this.#log.scrollToEnd();
  }
}
