import type { FormFieldView } from '../../../src/api/views.ts';
import { el } from '../dom.ts';

/** A field of a form in the page. */
export interface FieldView {
  readonly element: HTMLElement;
  /** What has the focus; absent for a text. */
  readonly control?: HTMLElement;
}

/**
 * Renders a field with what was typed, else with its preset.
 *
 * @param onInput called with all values of the field
 */
export function renderField(
  field: FormFieldView,
  typed: readonly string[] | undefined,
  onInput: (values: readonly string[]) => void,
): FieldView {
  const values = typed ?? field.values;
  const label = field.label || field.name;
  if (field.type === 'fixed') {
    return { element: el('p', 'form-instructions', { dir: 'auto' }, field.values.join('\n')) };
  }
  if (field.type === 'boolean') return renderBoolean(label, values, onInput);
  const control = isList(field)
    ? renderList(field, values, onInput)
    : renderText(field, values, onInput);
  const text = field.required ? `${label} *` : label;
  if (field.required) control.setAttribute('aria-required', 'true');
  const element = el(
    'label',
    'field',
    {},
    el('span', 'field-label', { dir: 'auto' }, text),
    control,
  );
  return { element, control };
}

function isList({ type }: FormFieldView): boolean {
  return type === 'list-single' || type === 'list-multi';
}

function renderBoolean(
  label: string,
  [value = '0']: readonly string[],
  onInput: (values: readonly string[]) => void,
): FieldView {
  const control = el('input', 'field-check', { type: 'checkbox' });
  control.checked = value === '1' || value === 'true';
  control.addEventListener('change', () => {
    onInput([control.checked ? '1' : '0']);
  });
  const element = el('label', 'field field-boolean', {}, control, el('span', '', {}, label));
  return { element, control };
}

function renderList(
  { type, required, options }: FormFieldView,
  values: readonly string[],
  onInput: (values: readonly string[]) => void,
): HTMLElement {
  const isMulti = type === 'list-multi';
  const offered = isMulti || required ? options : [{ label: '', value: '' }, ...options];
  const control = el('select', 'field-input', isMulti ? { multiple: '', size: '3' } : {});
  for (const { label, value } of offered) {
    const option = el('option', '', { value }, label);
    option.selected = values.includes(value);
    control.append(option);
  }
  control.addEventListener('change', () => {
    onInput([...control.selectedOptions].map(({ value }) => value));
  });
  return control;
}

function renderText(
  { type }: FormFieldView,
  values: readonly string[],
  onInput: (values: readonly string[]) => void,
): HTMLElement {
  const isMulti = type === 'text-multi' || type === 'jid-multi';
  const attributes = { dir: 'auto', spellcheck: 'false', autocomplete: 'off' };
  const control = isMulti
    ? el('textarea', 'field-input', { ...attributes, rows: '2' })
    : el('input', 'field-input', {
        ...attributes,
        type: type === 'text-private' ? 'password' : 'text',
      });
  control.value = values.join('\n');
  control.addEventListener('input', () => {
    onInput(isMulti ? control.value.split('\n') : [control.value]);
  });
  return control;
}
