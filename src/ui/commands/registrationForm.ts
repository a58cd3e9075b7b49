import type * as vscode from 'vscode';
import { editor } from '../editor.ts';
import type { FormFieldView, RegistrationView } from '../../api/views.ts';
import { Jid } from '../../base/jid.ts';
import { t } from '../../base/l10n.ts';
import { showPicture } from '../files/picture.ts';
import { withoutIcons } from '../plain.ts';
import { askInput } from './inputBox.ts';

/** Answers by field name, including hidden fields. */
export type Answers = Readonly<Record<string, readonly string[]>>;

export interface FormQuestion {
  readonly title: string;
  /** The domain; the user name must be valid for it. */
  readonly server: string;
  readonly form: RegistrationView;
  /** The previous answers, to prefill the fields. */
  readonly given: Answers;
  /** Why the previous answers were rejected. */
  readonly problem: string | undefined;
  /** A folder for pictures while they are shown. */
  readonly storage: vscode.Uri;
}

/** The texts of the step that asks for a field. */
export interface FieldStep {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly prompt: string;
  readonly problem: string | undefined;
}

/** Asks for a form's fields sequentially. @returns all answers, or `undefined` after Esc */
export async function askForm(question: FormQuestion): Promise<Answers | undefined> {
  const { form, given } = question;
  const answers = Object.fromEntries(
    form.fields.filter(({ name }) => name !== '').map(({ name, values }) => [name, values]),
  );
  const asked = form.fields.filter(({ type }) => type !== 'hidden' && type !== 'fixed');
  const explained = [
    form.instructions,
    ...form.fields.flatMap(({ type, values }) => (type === 'fixed' ? values : [])),
  ];
  const totalSteps = asked.length + asked.filter(isNewPassword).length;
  let step = 0;
  for (const field of asked) {
    step += 1;
    const first = step === 1 ? explained : [];
    const text = {
      title: question.title,
      step,
      totalSteps,
      // An input box has a single line.
      prompt: [...first, field.label || field.name].filter((line) => line !== '').join(' – '),
      problem: step === 1 ? question.problem : undefined,
    };
    // Each CAPTCHA is new.
    const before = isChallenge(field) ? undefined : given[field.name];
    const answer = await askField({ ...field, values: before ?? field.values }, text, question);
    if (!answer) return undefined;
    answers[field.name] = answer;
    if (!isNewPassword(field)) continue;
    step += 1;
    const again = { ...text, step, prompt: t('The same password again'), problem: undefined };
    if (!(await confirmPassword(again, answer[0] ?? ''))) return undefined;
  }
  return answers;
}

/** Asks for a password again. @returns whether it was repeated; false after Esc */
export async function confirmPassword(text: FieldStep, password: string): Promise<boolean> {
  const again = await askInput({
    ...text,
    password: true,
    validate: (typed) => (typed === password ? undefined : t('The passwords differ')),
  });
  return again !== undefined;
}

/** Asks for one field, beginning with its values. @returns the answer, or `undefined` after Esc */
export async function askField(
  field: FormFieldView,
  text: FieldStep,
  { server, storage }: Pick<FormQuestion, 'server' | 'storage'>,
): Promise<readonly string[] | undefined> {
  if (field.type === 'boolean') {
    // XEP-0004 §3.3 has two ways to write it.
    const isTrue = field.values.some((value) => value === '1' || value === 'true');
    return askChoice({ ...field, values: [String(isTrue)] }, text, yesOrNo());
  }
  if (field.type === 'list-single') return askChoice(field, text, field.options);
  if (field.type === 'list-multi') return askChoices(field, text);
  const picture = field.picture && (await showPicture(storage, field.picture));
  try {
    const prompt = [text.prompt, challengeHint(field, picture !== undefined)];
    const answer = await askInput({
      ...text,
      prompt: prompt.filter((line) => line !== '').join(' – '),
      value: typedValue(field),
      password: field.type === 'text-private',
      validate: (typed) => validate(field, typed, server),
      ...(field.link !== undefined && !picture && { link: field.link }),
    });
    if (answer === undefined) return undefined;
    return answer === '' ? [] : answersIn(field, answer);
  } finally {
    await picture?.close();
  }
}

/** Stands for a line break in an input box, which has a single line. */
const LINE_BREAK = ' ⏎ ';

/** The values of a field as they are typed: several addresses, or lines, in one. */
function typedValue({ type, values }: FormFieldView): string {
  if (type === 'jid-multi') return values.join(', ');
  return type === 'text-multi' ? values.join(LINE_BREAK) : (values[0] ?? '');
}

function answersIn(field: FormFieldView, typed: string): readonly string[] {
  if (field.type === 'jid-multi') return typed.split(/[\s,]+/u).filter((jid) => jid !== '');
  if (field.type === 'text-multi') return typed.split(LINE_BREAK);
  return [isName(field) ? typed.trim() : typed];
}

const yesOrNo = () => [
  { label: t('Yes'), value: 'true' },
  { label: t('No'), value: 'false' },
];

async function askChoice(
  { values }: FormFieldView,
  text: FieldStep,
  options: FormFieldView['options'],
): Promise<readonly string[] | undefined> {
  const suggested = ({ value }: { value: string }) => Number(values.includes(value));
  const items = [...options]
    .sort((a, b) => suggested(b) - suggested(a))
    .map(({ label, value }) => ({ label: withoutIcons(label), value }));
  const chosen = await editor.showQuickPick(items, pickOptions(text));
  return chosen && [chosen.value];
}

async function askChoices(
  { options, values }: FormFieldView,
  text: FieldStep,
): Promise<readonly string[] | undefined> {
  const items = options.map(({ label, value }) => ({
    label: withoutIcons(label),
    value,
    picked: values.includes(value),
  }));
  const chosen = await editor.showQuickPickMany(items, pickOptions(text));
  return chosen?.map(({ value }) => value);
}

function pickOptions({ title, step, totalSteps, prompt }: FieldStep) {
  return {
    title: `${title} (${step}/${totalSteps})`,
    placeHolder: prompt,
    ignoreFocusOut: true,
  } as const;
}

function validate(field: FormFieldView, typed: string, server: string): string | undefined {
  if (typed === '' && (field.required || isName(field) || isNewPassword(field))) {
    return t('The server needs an answer here');
  }
  if (isName(field) && (Jid.parse(`${typed.trim()}@${server}`)?.resource ?? '?') !== '') {
    return t('A name has no spaces and none of " & \' / : < > @');
  }
  return undefined;
}

function challengeHint({ link }: FormFieldView, isShown: boolean): string {
  if (isShown) return t('see the picture in the editor');
  return link === undefined ? '' : t('the button above opens what it is about');
}

function isChallenge({ picture, link }: FormFieldView): boolean {
  return picture !== undefined || link !== undefined;
}

function isName({ name }: FormFieldView): boolean {
  return name === 'username';
}

function isNewPassword({ name }: FormFieldView): boolean {
  return name === 'password';
}
