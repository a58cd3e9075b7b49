import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import {
  type AskedBy,
  type Completion,
  type CompletionSource,
  isInCode,
  type Proposal,
} from '../typing/completion.ts';
import { el, setText } from './dom.ts';

/** The input whose text is completed. */
export interface CompletedInput {
  readonly text: string;
  /** The position of the cursor, in UTF-16 code units; `undefined` while text is selected. */
  readonly caret: number | undefined;
  /** Replaces a part of the text as if typed. */
  replace(start: number, end: number, text: string): void;
}

/**
 * Proposes above the input what can take the place of what is typed, or by Tab completes it. The
 * focus stays in the input; what is proposed is read out.
 */
export class CompletionList {
  readonly element: HTMLElement;
  readonly #input: CompletedInput;
  readonly #sources: readonly CompletionSource[];
  readonly #list = el('div', 'completion-list', { role: 'listbox' });
  readonly #status = el('div', 'announcer', { role: 'status' });
  /** What was found, and the whole text of then. */
  #found: { readonly text: string; readonly completion: Completion } | undefined;
  #proposals: readonly Proposal[] = [];
  /** The chosen one; -1 for none. */
  #active = -1;
  /** Number of searches: only the result of the last one counts. */
  #asked = 0;
  /** The text in which Tab has found nothing, so that the next Tab leaves the input. */
  #inVain: string | undefined;
  /** The text at which the user has closed the list. */
  #closedAt: string | undefined;

  /** @param sources the first one that knows what begins at the cursor is asked */
  constructor(input: CompletedInput, sources: readonly CompletionSource[]) {
    this.#input = input;
    this.#sources = sources;
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
  typed(): void {
    const { text } = this.#input;
    const completion = text === this.#closedAt ? undefined : this.#find('typing');
    if (completion) void this.#propose(completion);
    else this.hide();
  }

  /** @returns whether the key was handled */
  press({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (shiftKey || ctrlKey || altKey || metaKey) return false;
    if (this.element.hidden) return key === 'Tab' && this.#complete();
    const { length } = this.#proposals;
    switch (key) {
      case 'ArrowDown':
        return this.#activate((this.#active + 1) % length);
      case 'ArrowUp':
        return this.#activate((this.#active > 0 ? this.#active : length) - 1);
      case 'Enter':
        if (this.#active >= 0) return this.#accept(this.#active);
        this.hide();
        return false;
      case 'Tab':
        return this.#accept(Math.max(this.#active, 0));
      case 'Escape':
        this.#closedAt = this.#input.text;
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

  #find(by: AskedBy): Completion | undefined {
    const { text, caret } = this.#input;
    if (caret === undefined || isInCode(text, caret)) return undefined;
    for (const source of this.#sources) {
      const completion = source(text, caret, by);
      if (completion) return completion;
    }
    return undefined;
  }

  #complete(): boolean {
    const { text } = this.#input;
    const completion = text === this.#inVain ? undefined : this.#find('Tab');
    if (!completion) return false;
    void this.#propose(completion).then((count) => {
      if (count === 1) this.#accept(0);
      if (count === 0) this.#inVain = text;
    });
    return true;
  }

  /** @returns how many are proposed; `undefined` if the text is another one by now */
  async #propose(completion: Completion): Promise<number | undefined> {
    const asked = ++this.#asked;
    const { text } = this.#input;
    const proposals = await completion.proposals;
    if (asked !== this.#asked || this.#input.text !== text) return undefined;
    this.#found = { text, completion };
    this.#proposals = proposals;
    this.element.hidden = proposals.length === 0;
    this.#list.setAttribute('aria-label', completion.label);
    this.#list.replaceChildren(...proposals.map(renderProposal));
    if (proposals.length > 0) this.#activate(proposals[0]?.isAside ? -1 : 0);
    return proposals.length;
  }

  #activate(index: number): boolean {
    this.#active = index;
    const rows = [...this.#list.children];
    for (const [at, row] of rows.entries()) row.setAttribute('aria-selected', String(at === index));
    rows[Math.max(index, 0)]?.scrollIntoView({ block: 'nearest' });
    const { label = '', detail } = this.#proposals[Math.max(index, 0)] ?? {};
    const read = detail === undefined ? label : `${label} ${detail}`;
    const place =
      index < 0 ? t('Tab to choose') : t('{at} of {count}', { at: index + 1, count: rows.length });
    setText(this.#status, `${read}, ${place}`);
    return true;
  }

  #accept(index: number): true {
    const proposal = this.#proposals[index];
    const found = this.#found;
    this.hide();
    if (!proposal || found?.text !== this.#input.text) return true;
    const { place } = found.completion;
    if (typeof proposal.insert === 'string')
      this.#input.replace(place.start, place.end, proposal.insert);
    else proposal.insert(place);
    return true;
  }
}

function renderProposal({ label, detail }: Proposal): HTMLElement {
  return el(
    'div',
    'completion-row',
    { role: 'option', dir: 'auto' },
    makeVisible(label),
    detail === undefined ? undefined : el('span', 'completion-detail', {}, detail),
  );
}
