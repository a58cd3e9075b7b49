import { profileLabel } from '../../../src/api/profileLabels.ts';
import type { ProfileField } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { checkField } from '../../profile/checkField.ts';
import { el, setText, toggle } from '../dom.ts';

const MAX_LINE = 256;
const MAX_TEXT = 4096;
const HINTS: Readonly<Partial<Record<ProfileField, () => string>>> = {
  email: () => t('name@example.org'),
  birthday: () => t('YYYY-MM-DD'),
  url: () => 'https://example.org',
};

/** A field of the profile, with what is wrong in it below. */
export class FieldView {
  readonly element: HTMLElement;
  readonly #field: ProfileField;
  readonly #input: HTMLInputElement | HTMLTextAreaElement;
  readonly #error: HTMLElement;
  /** As it is at the server, once that is known. */
  #stored: string | undefined;
  #isRestored = false;

  /** @param onInput called when the user has typed */
  constructor(field: ProfileField, onInput: () => void) {
    this.#field = field;
    const label = capitalized(profileLabel(field));
    const id = `field-${field}`;
    const isText = field === 'note';
    const attributes = {
      id,
      dir: 'auto',
      maxlength: String(isText ? MAX_TEXT : MAX_LINE),
      'aria-describedby': `${id}-error`,
      placeholder: HINTS[field]?.() ?? '',
    };
    this.#input = isText
      ? el('textarea', 'text-field profile-input', { ...attributes, rows: '4' })
      : el('input', 'text-field profile-input', { ...attributes, type: 'text' });
    this.#error = el('div', 'profile-error', { id: `${id}-error`, role: 'alert', hidden: '' });
    this.element = el(
      'div',
      'profile-field',
      {},
      el('label', 'profile-label', { for: id }, label),
      this.#input,
      this.#error,
    );
    this.#input.addEventListener('input', () => {
      if (!this.#error.hidden) this.check();
      onInput();
    });
    this.#input.addEventListener('change', () => {
      this.check();
    });
  }

  /** What was typed, if it is not what is stored. */
  get typed(): string | undefined {
    const { value } = this.#input;
    const isGiven = this.#isRestored || this.#stored !== undefined;
    return isGiven && value !== this.#stored ? value : undefined;
  }

  /** Shows what is stored, but for what was typed meanwhile. */
  set stored(stored: string) {
    const { typed } = this;
    this.#stored = stored;
    if (typed === undefined) this.#input.value = stored;
  }

  /** What was typed is stored now. */
  saved(): void {
    if (this.typed !== undefined) this.#stored = this.typed;
  }

  /** Restores what was typed before a reload, or in an earlier tab; it may be that all was deleted. */
  type(text: string): void {
    this.#isRestored = true;
    this.#input.value = text;
  }

  /** @param isBusy whether it is being saved: it keeps the focus, but takes nothing */
  allow(isLoaded: boolean, isBusy: boolean): void {
    this.#input.disabled = !isLoaded;
    this.#input.readOnly = isBusy;
  }

  focus(): void {
    this.#input.focus();
  }

  /** Shows what is wrong with what was typed. @returns whether nothing is */
  check(): boolean {
    // What another client has written may be kept.
    const wrong = this.typed === undefined ? undefined : checkField(this.#field, this.typed);
    setText(this.#error, wrong ?? '');
    toggle(this.#error, wrong !== undefined);
    this.#input.setAttribute('aria-invalid', String(wrong !== undefined));
    return wrong === undefined;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
