// XEP-0004: Data Forms, version 2.13.2
// https://xmpp.org/extensions/xep-0004.html
import type { Module } from '../stanza/session.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type MediaUri, parseMedia } from './0221-mediaElement.ts';

export const NS_FORM = 'jabber:x:data';
/** Maximum length of a text, in UTF-16 code units, to be read before answering. */
const MAX_TEXT_LENGTH = 1000;
/** Maximum number of fields of a form, and of options of a field; further ones are ignored. */
const MAX_FIELDS = 500;
const MAX_OPTIONS = 1000;

/** A form with a type (XEP-0068). */
export interface DataForm {
  /** The value of the hidden field `FORM_TYPE`. */
  readonly formType: string;
  /** The values of all other fields by name. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The forms of type `result` directly within `parent` that have a hidden `FORM_TYPE`. */
export function parseResultForms(parent: Element): readonly DataForm[] {
  return parent
    .getChildren('x', NS_FORM)
    .filter((form) => form.attrs['type'] === 'result')
    .flatMap((form) => parseResultForm(form) ?? []);
}

/** §3.3. A type not in this list counts as `text-single`. */
const FIELD_TYPES = [
  'boolean',
  'fixed',
  'hidden',
  'jid-multi',
  'jid-single',
  'list-multi',
  'list-single',
  'text-multi',
  'text-private',
  'text-single',
] as const;

export type FormFieldType = (typeof FIELD_TYPES)[number];

/** One field of a form. All text is untrusted. */
export interface FormField {
  /** The attribute `var`; empty for a `fixed` field, which is text only. */
  readonly name: string;
  readonly type: FormFieldType;
  readonly label: string;
  /** What it means, as further help; empty if not given. */
  readonly description: string;
  readonly required: boolean;
  /** The default values, exactly as received, since they are sent back. */
  readonly values: readonly string[];
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly media: readonly MediaUri[];
}

/** A form to fill in. */
export interface Form {
  readonly title: string;
  readonly instructions: string;
  readonly fields: readonly FormField[];
}

/** Values by field name. */
export type FormValues = Readonly<Record<string, readonly string[]>>;

/** The form of type `form` directly within `parent`; `undefined` if there is none. */
export function parseForm(parent: Element): Form | undefined {
  const form = parent.getChildren('x', NS_FORM).find(({ attrs }) => attrs['type'] === 'form');
  return (
    form && {
      title: text(form.getChildText('title', NS_FORM)),
      instructions: form
        .getChildren('instructions', NS_FORM)
        .map((line) => text(line.text()))
        .join('\n'),
      fields: form.getChildren('field', NS_FORM).slice(0, MAX_FIELDS).map(parseField),
    }
  );
}

/** The first value of a field, as it was received; `undefined` if it has none. */
export function formValue(form: Form, name: string): string | undefined {
  return form.fields.find((field) => field.name === name)?.values[0];
}

/** Builds a form of type `submit`. */
export function buildSubmission(values: FormValues): Element {
  const fields = Object.entries(values).map(([name, answers]) =>
    xml(
      'field',
      { var: name },
      answers.map((answer) => xml('value', {}, sendableText(answer))),
    ),
  );
  return xml('x', { xmlns: NS_FORM, type: 'submit' }, fields);
}

/** Builds a form of type `cancel`. */
export function buildCancellation(): Element {
  return xml('x', { xmlns: NS_FORM, type: 'cancel' });
}

/**
 * The values of a whole form with some of them changed, for {@link buildSubmission}: of each field
 * that has a name and is not `fixed`, whatever its type, `FORM_TYPE` included. A field without
 * values that stays so is left out, as Prosody 0.12 fails on an empty `list-multi`.
 *
 * @param changes values of other names are ignored: servers refuse fields that are not in the form
 */
export function completeForm({ fields }: Form, changes: FormValues): FormValues {
  const values = fields
    .filter(({ name, type }) => name !== '' && type !== 'fixed')
    .flatMap(({ name, values: defaults }) => {
      const changed = Object.hasOwn(changes, name) ? changes[name] : undefined;
      const answer = changed ?? defaults;
      return answer.length + defaults.length === 0 ? [] : [[name, answer] as const];
    });
  return Object.fromEntries(values);
}

export const dataFormsModule: Module = { xep: 'XEP-0004', features: [NS_FORM] };

function parseField(field: Element): FormField {
  const { var: name = '', type, label } = field.attrs;
  return {
    name,
    type: parseFieldType(type),
    label: text(label),
    description: text(field.getChildText('desc', NS_FORM)),
    required: field.getChild('required', NS_FORM) !== undefined,
    values: valuesOf(field),
    options: field
      .getChildren('option', NS_FORM)
      .slice(0, MAX_OPTIONS)
      .flatMap((option) => {
        const [value] = valuesOf(option);
        return value === undefined ? [] : [{ label: text(option.attrs['label']) || value, value }];
      }),
    media: parseMedia(field),
  };
}

/** The type of a field or a column; `text-single` if it is not given or unknown. */
export function parseFieldType(type: string | undefined): FormFieldType {
  return FIELD_TYPES.find((known) => known === type) ?? 'text-single';
}

export function valuesOf(parent: Element): readonly string[] {
  return parent.getChildren('value', NS_FORM).map((value) => value.text());
}

function text(received: string | null | undefined): string {
  return receivedText(received ?? '', MAX_TEXT_LENGTH).trim();
}

function parseResultForm(form: Element): DataForm | undefined {
  const fields = new Map<string, readonly string[]>();
  let formType: string | undefined;
  for (const field of form.getChildren('field', NS_FORM)) {
    const { var: name = '', type } = field.attrs;
    const values = valuesOf(field);
    if (name !== 'FORM_TYPE') fields.set(name, values);
    else if (type === 'hidden' && values.length === 1) formType = values[0];
  }
  return formType === undefined ? undefined : { formType, fields };
}
