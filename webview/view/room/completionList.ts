import { makeVisible } from '../../../src/api/visible.ts';
import { insertedNick, type NickPlace, nickPlace } from '../../room/nickCompletion.ts';
import { el, setText } from '../dom.ts';

/** The input whose text is completed. */
export interface CompletedInput {
  readonly text: string;
  /** The position of the cursor, in UTF-16 code units; `undefined` while text is selected. */
  readonly caret: number | undefined;
  /** Replaces a part of the text as if typed. */
  replace(start: number, end: number, text: string): void;
}

/** Returns the nicks that fit what is typed. */
export type FindNicks = (query: string, by: '@' | 'Tab') => Promise<readonly string[]>;

/**
 * Proposes nicks above the input: by `@`, or by Tab after the beginning of one. The focus stays in
 * the input; what is proposed is read out.
 */
export class CompletionList {
  readonly element: HTMLElement;
  readonly #find: FindNicks;
  readonly #list = el('div', 'completion-list', { role: 'listbox', 'aria-label': 'Nicks' });
  readonly #status = el('div', 'announcer', { role: 'status' });
  /** Where the nicks were found for, and the whole text of then. */
  #found:
    | { readonly input: CompletedInput; readonly text: string; readonly place: NickPlace }
    | undefined;
  #nicks: readonly string[] = [];
  #active = 0;
  /** Number of searches: only the result of the last one counts. */
  #asked = 0;
  /** The text in which Tab has found no nick, so that the next Tab leaves the input. */
  #inVain: string | undefined;
  /** The text at which the user has closed the list. */
  #closedAt: string | undefined;

  /** @param find returns the nicks to propose, the best one first */
  constructor(find: FindNicks) {
    this.#find = find;
    this.element = el('div', 'completion', { hidden: '' }, this.#list);
    // Keeps the focus in the input.
    this.#list.addEventListener('pointerdown', (event) => {
      event.preventDefault();
    });
    this.#list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('.completion-row') : null;
      if (row) this.#accept([...this.#list.children].indexOf(row));
    });
  }

  /** What is read out; it stays in the page while the list is hidden. */
  get status(): HTMLElement {
    return this.#status;
  }

  /** Must be called when the text or the cursor has changed. */
  typed(input: CompletedInput): void {
    const place = input.caret === undefined ? undefined : nickPlace(input.text, input.caret, '@');
    if (!place || input.text === this.#closedAt) this.hide();
    else void this.#propose(input, place, '@');
  }

  /** @returns whether the key was handled */
  press(event: KeyboardEvent, input: CompletedInput): boolean {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (shiftKey || ctrlKey || altKey || metaKey) return false;
    if (this.element.hidden) return key === 'Tab' && this.#complete(input);
    switch (key) {
      case 'ArrowDown':
        return this.#activate((this.#active + 1) % this.#nicks.length);
      case 'ArrowUp':
        return this.#activate((this.#active || this.#nicks.length) - 1);
      case 'Enter':
      case 'Tab':
        this.#accept(this.#active);
        return true;
      case 'Escape':
        this.#closedAt = input.text;
        this.hide();
        return true;
      default:
        return false;
    }
  }

  hide(): void {
    this.#asked += 1;
    this.element.hidden = true;
    setText(this.#status, '');
  }

  #complete(input: CompletedInput): boolean {
    const { text, caret } = input;
    const place = caret === undefined ? undefined : nickPlace(text, caret, 'Tab');
    if (!place || text === this.#inVain) return false;
    void this.#propose(input, place, 'Tab').then((count) => {
      if (count === 1) this.#accept(0);
      if (count === 0) this.#inVain = text;
    });
    return true;
  }

  /** @returns how many nicks are proposed; `undefined` if the text is another one by now */
  async #propose(
    input: CompletedInput,
    place: NickPlace,
    by: '@' | 'Tab',
  ): Promise<number | undefined> {
    const asked = ++this.#asked;
    const { text } = input;
    const nicks = await this.#find(place.query, by);
    if (asked !== this.#asked || input.text !== text) return undefined;
    this.#found = { input, text, place };
    this.#nicks = nicks;
    this.element.hidden = nicks.length === 0;
    this.#list.replaceChildren(
      ...nicks.map((nick) =>
        el('div', 'completion-row', { role: 'option', dir: 'auto' }, makeVisible(nick)),
      ),
    );
    if (nicks.length > 0) this.#activate(0);
    return nicks.length;
  }

  #activate(index: number): boolean {
    this.#active = index;
    const rows = [...this.#list.children];
    for (const [at, row] of rows.entries()) row.setAttribute('aria-selected', String(at === index));
    rows[index]?.scrollIntoView({ block: 'nearest' });
    const { length } = this.#nicks;
    setText(this.#status, `${this.#nicks[index] ?? ''}, ${index + 1} of ${length}`);
    return true;
  }

  #accept(index: number): void {
    const nick = this.#nicks[index];
    const found = this.#found;
    this.hide();
    if (nick === undefined || !found || found.input.text !== found.text) return;
    const { input, text, place } = found;
    input.replace(place.start, place.end, insertedNick(text, place, nick));
  }
}
