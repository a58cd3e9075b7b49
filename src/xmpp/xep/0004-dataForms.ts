// XEP-0004: Data Forms, version 2.13.2
// https://xmpp.org/extensions/xep-0004.html
import type { Element } from '../xml.ts';
import { passiveModule } from './passive.ts';

const NS = 'jabber:x:data';

/** A form that says of what kind it is (XEP-0068). */
export interface DataForm {
  /** The value of the hidden field `FORM_TYPE`. */
  readonly formType: string;
  /** Every other field's values by its name. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The forms of type result directly within `parent` that have a hidden `FORM_TYPE`. */
export function parseResultForms(parent: Element): readonly DataForm[] {
  return parent
    .getChildren('x', NS)
    .filter((form) => form.attrs['type'] === 'result')
    .flatMap((form) => parseForm(form) ?? []);
}

export const dataFormsModule = passiveModule('XEP-0004', [NS]);

function parseForm(form: Element): DataForm | undefined {
  const fields = new Map<string, readonly string[]>();
  let formType: string | undefined;
  for (const field of form.getChildren('field', NS)) {
    const { var: name = '', type } = field.attrs;
    const values = field.getChildren('value', NS).map((value) => value.text());
    if (name !== 'FORM_TYPE') fields.set(name, values);
    else if (type === 'hidden' && values.length === 1) formType = values[0];
  }
  return formType === undefined ? undefined : { formType, fields };
}
