import { plural, t } from '../../src/base/l10n.ts';
import { createButton, createIconButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';

/** A text with more lines or characters is better read as a file; a message may carry it all the same. */
const MAX_LINES = 100;
const MAX_LENGTH = 10_000;

/** Offers to send a long text that was pasted or dropped into the input as a file instead. */
export class LongTextLine {
  readonly element: HTMLElement;
  readonly #words = el('span', 'line-text');
  #text = '';

  /** @param send sends the text as a file, and removes it from the draft once it was taken */
  constructor(send: (text: string) => void) {
    this.element = el(
      'div',
      'line',
      { role: 'status', hidden: '' },
      icon('note'),
      this.#words,
      createButton(t('Send as File'), () => {
        send(this.#text);
      }),
      createIconButton('close', t('Keep as Message'), () => {
        this.#hide();
      }),
    );
  }

  /** Offers it if the text is long. */
  offer(text: string): void {
    const lines = text.split('\n').length;
    if (lines <= MAX_LINES && text.length <= MAX_LENGTH) return;
    this.#text = text;
    const size = plural(text.length, ['{count} character', '{count} characters']);
    setText(
      this.#words,
      lines > 1 ? `${plural(lines, ['{count} line', '{count} lines'])}, ${size}.` : `${size}.`,
    );
    toggle(this.element, true);
  }

  /** Withdraws the offer when the text is not in the draft any more. */
  render(draft: string): void {
    if (this.#text !== '' && !draft.includes(this.#text)) this.#hide();
  }

  #hide(): void {
    this.#text = '';
    toggle(this.element, false);
  }
}
