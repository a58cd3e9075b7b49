import type { TypedValues } from '../../../src/api/directoryPanel.ts';
import type { FormFieldView, SearchFormView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';
import { type FieldView, renderField } from './formField.ts';

/** Number of fields that are all shown at once. */
const MAX_SHOWN = 6;
/** The usual names of fields that most searches are about; of a longer form, only these are shown. */
const USUAL = ['user', 'username', 'search', 'nick', 'nickname', 'fn', 'name', 'email', 'mail'];

export interface SearchFormOptions {
  onType(field: string, values: readonly string[]): void;
  onFind(): void;
  onFindAll(): void;
}

/** The form of a directory, with its instructions. */
export class SearchForm {
  readonly element: HTMLElement;
  readonly #options: SearchFormOptions;
  readonly #instructions = el('p', 'form-instructions', { dir: 'auto' });
  readonly #fields = el('div', 'form-fields');
  readonly #more = createButton(t('More Fields'), () => {
    this.#showMore(true);
  });
  readonly #find: HTMLElement;
  #shown: SearchFormView | undefined;
  #views: readonly FieldView[] = [];
  #hidden: readonly HTMLElement[] = [];

  constructor(options: SearchFormOptions) {
    this.#options = options;
    this.#find = createButton(
      t('Search'),
      () => {
        options.onFind();
      },
      'primary',
    );
    const all = createButton(t('Show All'), () => {
      options.onFindAll();
    });
    this.element = el(
      'form',
      'form',
      { role: 'search', 'aria-label': t('Search for users'), hidden: '' },
      this.#instructions,
      this.#fields,
      el('div', 'form-buttons', {}, this.#find, all, this.#more),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    onKey(this.#fields, (event) => {
      if (event.key !== 'Enter' || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      options.onFind();
    });
  }

  /** Renders another form; what is typed stays while it is the same. */
  render(form: SearchFormView | undefined, typed: TypedValues): void {
    if (this.#shown === form) return;
    this.#shown = form;
    toggle(this.element, form !== undefined);
    if (!form) return;
    const { title, instructions, fields } = form;
    setText(this.#instructions, instructions || title);
    toggle(this.#instructions, instructions !== '' || title !== '');
    const isLong = fields.length > MAX_SHOWN;
    const hidden: HTMLElement[] = [];
    const views = fields.map((field) => {
      const view = this.#render(field, typed);
      const isTyped = typed[field.name]?.some((text) => text !== '') === true;
      if (isLong && !isTyped && !isUsual(field, fields)) hidden.push(view.element);
      return view;
    });
    this.#views = views;
    this.#hidden = hidden;
    this.#fields.replaceChildren(...views.map(({ element }) => element));
    toggle(this.#find, fields.length > 0);
    this.#showMore(hidden.length === 0);
  }

  /** Moves the focus to the first field that is always shown, if there is one. */
  focus(): void {
    const shown = this.#views.filter(({ element }) => !this.#hidden.includes(element));
    shown.find(({ control }) => control)?.control?.focus();
  }

  #render(field: FormFieldView, typed: TypedValues): FieldView {
    const values = Object.hasOwn(typed, field.name) ? typed[field.name] : undefined;
    return renderField(field, values, (given) => {
      this.#options.onType(field.name, given);
    });
  }

  #showMore(shown: boolean): void {
    for (const element of this.#hidden) toggle(element, shown);
    toggle(this.#more, !shown);
    if (shown && this.#hidden.length > 0) this.#hidden[0]?.querySelector('input')?.focus();
  }
}

/** Without any usual field, the first ones are. */
function isUsual({ name }: FormFieldView, all: readonly FormFieldView[]): boolean {
  const known = all.filter((field) => USUAL.includes(field.name.toLowerCase()));
  const usual = known.length > 0 ? known : all.slice(0, MAX_SHOWN);
  return usual.some((field) => field.name === name);
}
