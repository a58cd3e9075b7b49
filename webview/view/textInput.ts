import { makeVisible } from '../../src/api/visible.ts';
import type { TextArea } from '../controls.ts';
import { el } from './dom.ts';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-text-area': TextArea;
  }
}

/**
 * A multi-line input. Until its custom element is registered, a plain one is in its place, which
 * hands over its text, its selection and the focus.
 */
export class TextInput {
  readonly element = document.createElement('vscode-text-area');
  #field: HTMLTextAreaElement | TextArea;

  constructor() {
    const plain = el('textarea', '', { rows: '1' });
    this.element.append(plain);
    this.#field = plain;
    void customElements.whenDefined('vscode-text-area').then(() => {
      this.#takeOver(plain);
    });
  }

  get value(): string {
    return this.#field.value;
  }

  set readOnly(isReadOnly: boolean) {
    this.#field.readOnly = isReadOnly;
  }

  /** The placeholder, and the accessible name. */
  set label(label: string) {
    const visible = makeVisible(label);
    if (this.#field.placeholder === visible) return;
    this.#field.placeholder = visible;
    this.#field.setAttribute('aria-label', visible);
  }

  /** The position of the cursor, in UTF-16 code units; `undefined` while text is selected. */
  get caret(): number | undefined {
    const { selectionStart, selectionEnd } = this.#control;
    return selectionStart === selectionEnd ? selectionStart : undefined;
  }

  focus(): void {
    this.#control.focus();
  }

  select(start: number, end: number): void {
    this.#control.setSelectionRange(start, end);
  }

  /** Replaces the selection, or inserts at the cursor, as if typed: Undo reverts it. */
  insert(text: string): void {
    this.focus();
    // The only way that preserves the browser's undo history.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- No other exists.
    document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  }

  /** Replaces all of the text; if the input has the focus, Undo reverts it. */
  replaceAll(text: string): void {
    if (this.#hasFocus) {
      this.#control.select();
      this.insert(text);
    }
    if (this.#field.value !== text) this.#field.value = text;
  }

  get #control(): HTMLTextAreaElement {
    return this.#field instanceof HTMLTextAreaElement ? this.#field : this.#field.control;
  }

  get #hasFocus(): boolean {
    const root = this.#control.getRootNode();
    const active =
      root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
    return active === this.#control;
  }

  #takeOver(plain: HTMLTextAreaElement): void {
    const { value, selectionStart, selectionEnd, placeholder, readOnly } = plain;
    // In a page without the focus, it would take that from the editor's own inputs.
    const hadFocus = this.#hasFocus && document.hasFocus();
    plain.remove();
    this.#field = this.element;
    this.element.rows = plain.rows;
    this.element.value = value;
    this.element.readOnly = readOnly;
    this.label = placeholder;
    // The element itself does so before the next frame, but the cursor needs a layout: nothing is to move with it.
    this.#control.rows = plain.rows;
    this.#control.value = value;
    this.select(selectionStart, selectionEnd);
    if (hadFocus) this.focus();
  }
}
