import type { FormFieldView, RegistrationView } from '../../../api/views.ts';
import { t } from '../../../base/l10n.ts';
import { oneLine } from '../../../base/oneLine.ts';
import type { Answers } from '../registrationForm.ts';

/** The values that a form brings, of hidden fields, too. */
export function answered({ fields }: Pick<RegistrationView, 'fields'>): Answers {
  return Object.fromEntries(
    fields.filter(({ name }) => name !== '').map(({ name, values }) => [name, values]),
  );
}

/** Whether the user is asked for a field. */
export function isAsked({ type, name }: FormFieldView): boolean {
  return type !== 'hidden' && type !== 'fixed' && name !== '';
}

/** An answer in words, on one line. */
export function answerText(
  { type, options }: Pick<FormFieldView, 'type' | 'options'>,
  values: readonly string[],
): string {
  const [first = ''] = values;
  if (type === 'boolean') return first === '1' || first === 'true' ? t('yes') : t('no');
  if (type === 'text-private')
    return first === '' ? t({ message: 'none', comment: ['no answer in a form'] }) : '••••••';
  const labels = values.map((value) => options.find((one) => one.value === value)?.label ?? value);
  const text = oneLine(labels.filter((label) => label !== '').join(', ')).trim();
  return text === '' ? t({ message: 'none', comment: ['no answer in a form'] }) : text;
}
