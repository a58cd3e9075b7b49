import { createIconButton } from '../toolkit.ts';
import { el, setText, toggle } from './dom.ts';

export interface FindBarOptions {
  /** The ids of the messages that fit, oldest first. */
  search(query: string): readonly string[];
  /** Goes to a message. */
  onShow(message: string): void;
  /** The query is another one; empty when the bar is closed. */
  onQuery(query: string): void;
  /** The bar was closed by the user. */
  onLeave(): void;
}

/** Finds text in the chat: goes from one message that has it to the next, newest first. */
export class FindBar {
  readonly element: HTMLElement;
  readonly #options: FindBarOptions;
  readonly #input = el('input', 'bar-input', {
    type: 'text',
    placeholder: 'Find in loaded messages',
    'aria-label': 'Find in loaded messages',
  });
  readonly #count = el('span', 'bar-count', { role: 'status' });
  #found: readonly string[] = [];
  #at = -1;

  constructor(options: FindBarOptions) {
    this.#options = options;
    this.element = el(
      'div',
      'bar',
      { role: 'search', 'aria-label': 'Find in chat', hidden: '' },
      this.#input,
      this.#count,
      createIconButton('arrow-up', 'Previous Match (Enter)', () => {
        this.#step(-1);
      }),
      createIconButton('arrow-down', 'Next Match (Shift+Enter)', () => {
        this.#step(1);
      }),
      createIconButton('close', 'Close (Escape)', () => {
        this.#close();
      }),
    );
    this.#input.addEventListener('input', () => {
      this.#at = -1;
      this.#search();
      // The newest first: it is what one has just seen.
      this.#step(-1);
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape') this.#close();
      else if (event.key === 'Enter' && event.target === this.#input) {
        this.#search();
        this.#step(event.shiftKey ? 1 : -1);
      } else return;
      event.preventDefault();
    });
  }

  open(): void {
    toggle(this.element, true);
    this.#input.focus();
    this.#input.select();
    this.#search();
    this.#renderCount();
  }

  /** The messages are others: what was found may be gone. */
  refresh(): void {
    if (this.element.hidden || this.#input.value === '') return;
    this.#search();
    this.#renderCount();
  }

  #search(): void {
    const current = this.#found[this.#at];
    this.#found = this.#options.search(this.#input.value);
    this.#at = current === undefined ? -1 : this.#found.indexOf(current);
    this.#options.onQuery(this.#input.value);
  }

  #step(step: 1 | -1): void {
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
    const some = this.#at < 0 ? `${length} found` : `${this.#at + 1} of ${length}`;
    const nothing = this.#input.value === '' ? '' : 'No results';
    setText(this.#count, length > 0 ? some : nothing);
  }

  #close(): void {
    toggle(this.element, false);
    this.#at = -1;
    this.#options.onQuery('');
    this.#options.onLeave();
  }
}
