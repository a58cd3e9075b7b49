import { formatNumber, t } from '../../src/base/l10n.ts';
import { createIconButton } from '../toolkit.ts';
import { el, setText, toggle } from './dom.ts';
import { onKey } from './keys.ts';

/** Delay after a keystroke before searching, in ms. */
const TYPING_MS = 150;
/** Delay before searching again when messages have changed, in ms. */
const REFRESH_MS = 500;
/** Maximum number of messages found, the last ones. */
const MAX_FOUND = 10_000;

export interface FindBarOptions {
  /** The ids of the last messages that contain a text, at most `limit`, oldest first. */
  search(query: string, limit: number): Promise<readonly string[]>;
  /** Shows a message, wherever in the history it is. */
  onShow(message: string): void;
  /** Called when the query changes; empty when the bar is closed. */
  onQuery(query: string): void;
  /** Called when the user closed the bar. */
  onLeave(): void;
}

/** Finds text in the whole chat: steps through the messages that contain it, newest first. */
export class FindBar {
  readonly element: HTMLElement;
  readonly #options: FindBarOptions;
  readonly #input = el('input', 'bar-input', {
    type: 'text',
    dir: 'auto',
    placeholder: t('Find in chat'),
    'aria-label': t('Find in chat'),
  });
  readonly #count = el('span', 'bar-count', { role: 'status' });
  #found: readonly string[] = [];
  #at = -1;
  /** Whether to show the newest match once the search for the typed text is complete. */
  #typed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of searches: only the result of the last one counts. */
  #asked = 0;

  constructor(options: FindBarOptions) {
    this.#options = options;
    this.element = el(
      'div',
      'bar',
      { role: 'search', 'aria-label': t('Find in chat'), hidden: '' },
      this.#input,
      this.#count,
      createIconButton('arrow-up', t('Previous Match (Enter)'), () => {
        this.#step(-1);
      }),
      createIconButton('arrow-down', t('Next Match (Shift+Enter)'), () => {
        this.#step(1);
      }),
      createIconButton('close', t('Close (Escape)'), () => {
        this.#close();
      }),
    );
    this.#input.addEventListener('input', () => {
      this.#typed = true;
      options.onQuery(this.#input.value);
      this.#searchIn(TYPING_MS);
    });
    onKey(this.element, (event) => {
      if (event.key === 'Escape') this.#close();
      else if (event.key === 'Enter' && event.target === this.#input) {
        this.#step(event.shiftKey ? 1 : -1);
      } else return;
      event.preventDefault();
    });
  }

  open(): void {
    toggle(this.element, true);
    this.#input.focus();
    this.#input.select();
    this.#options.onQuery(this.#input.value);
    this.#searchIn(0);
  }

  /** Searches again after the messages changed: matches may have been added or removed. */
  refresh(): void {
    if (this.element.hidden || this.#input.value === '' || this.#timer !== undefined) return;
    this.#searchIn(REFRESH_MS);
  }

  #searchIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), ms);
  }

  async #search(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const asked = ++this.#asked;
    const query = this.#input.value;
    const found = query === '' ? [] : await this.#options.search(query, MAX_FOUND);
    if (asked !== this.#asked) return;
    const current = this.#typed ? undefined : this.#found[this.#at];
    this.#found = found;
    this.#at = current === undefined ? -1 : found.indexOf(current);
    // The newest first: it is nearest to what the user has just seen.
    if (this.#typed) this.#go(-1);
    this.#typed = false;
    this.#renderCount();
  }

  #step(step: 1 | -1): void {
    // A step before the search has begun also goes to the newest match.
    if (this.#typed) void this.#search();
    else this.#go(step);
  }

  #go(step: 1 | -1): void {
    const { length } = this.#found;
    if (length > 0) {
      const from = this.#at < 0 && step < 0 ? 0 : this.#at;
      this.#at = (from + step + length) % length;
    }
    const message = this.#found[this.#at];
    if (message !== undefined) this.#options.onShow(message);
    this.#renderCount();
  }

  #renderCount(): void {
    const { length } = this.#found;
    const all = `${formatNumber(length)}${length < MAX_FOUND ? '' : '+'}`;
    const some =
      this.#at < 0
        ? t('{count} found', { count: all })
        : t('{at} of {count}', { at: formatNumber(this.#at + 1), count: all });
    const nothing = this.#input.value === '' ? '' : t('No results');
    setText(this.#count, length > 0 ? some : nothing);
  }

  #close(): void {
    toggle(this.element, false);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked += 1;
    this.#at = -1;
    this.#options.onQuery('');
    this.#options.onLeave();
  }
}
