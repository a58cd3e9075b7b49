import type { ScrollAnchor } from '../../src/api/panel.ts';
import type { MessagePages } from '../messagePages.ts';
import type { LogView } from './log.ts';

/**
 * Takes the reader to places in the history, loaded or not. Who sets out again while still on the way
 * to an earlier place gives that one up.
 */
export class Navigator {
  readonly #pages: MessagePages;
  readonly #log: LogView;
  readonly #render: () => void;
  #journeys = 0;
  /** Whether to go to the newest message once it is loaded. */
  #toNewest = false;

  /** @param render draws what is loaded now */
  constructor(pages: MessagePages, log: LogView, render: () => void) {
    this.#pages = pages;
    this.#log = log;
    this.#render = render;
  }

  /** Whether the reader has gone anywhere yet. */
  get begun(): boolean {
    return this.#journeys > 0;
  }

  /**
   * Goes to a message, or to the first one at a time, in ms since 1970, wherever it is; or to what is
   * looked for in it.
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
    // Where that failed, one stays here, and later pages lead nowhere.
    if (newest === undefined) this.#toNewest = false;
    this.#render();
  }

  /** To a place that is not loaded; where it is gone, the end will do. */
  async goBack(anchor: ScrollAnchor): Promise<void> {
    const journey = ++this.#journeys;
    const found = await this.#pages.loadAround(anchor.message, 'quiet');
    if (found === undefined || journey !== this.#journeys) return;
    this.#render();
    this.#log.restore(anchor);
  }

  /** The messages were drawn, the newest one perhaps among them. */
  drawn(hasNewer: boolean): void {
    if (!this.#toNewest || hasNewer) return;
    this.#toNewest = false;
    this.#log.scrollToEnd();
  }
}
