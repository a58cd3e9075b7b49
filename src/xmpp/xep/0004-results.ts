// XEP-0004: Data Forms, version 2.13.2: results with many items (§3.4)
// https://xmpp.org/extensions/xep-0004.html
import { receivedLine } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';
import { type FormFieldType, NS_FORM, parseFieldType, valuesOf } from './0004-dataForms.ts';

/** Maximum number of columns, and of fields of an item; further ones are ignored. */
export const MAX_COLUMNS = 20;
/** Maximum lengths in UTF-16 code units. */
const MAX_NAME_LENGTH = 100;
const MAX_VALUE_LENGTH = 256;

/** A column, as declared for all items. All text is untrusted. */
export interface FormColumn {
  /** The attribute `var`. */
  readonly name: string;
  /** One line; the name if the service gives no label. */
  readonly label: string;
  readonly type: FormFieldType;
}

/** The values of an item by column, exactly as received; columns need not be declared. */
export type FormItem = ReadonlyMap<string, string>;

/** A form of type `result` with items. */
export interface FormResults {
  readonly columns: readonly FormColumn[];
  /** Number of items. */
  readonly count: number;
  /** Parses item `index` when it is asked for, since there may be thousands. */
  readonly item: (index: number) => FormItem;
}

/** The results directly within `parent`; `undefined` if there is no form of type `result`. */
export function parseFormResults(parent: Element): FormResults | undefined {
  const form = parent.getChildren('x', NS_FORM).find(({ attrs }) => attrs['type'] === 'result');
  if (!form) return undefined;
  const items = form.getChildren('item', NS_FORM);
  return {
    columns: form
      .getChildren('reported', NS_FORM)
      .slice(0, 1)
      .flatMap((reported) => reported.getChildren('field', NS_FORM))
      .slice(0, MAX_COLUMNS)
      .flatMap(parseColumn),
    count: items.length,
    item: (index) => parseItem(items[index]),
  };
}

/** One received value as shown in a cell: on one line, at most 256 UTF-16 code units. */
export function receivedValue(text: string): string {
  return receivedLine(text, MAX_VALUE_LENGTH);
}

function parseColumn({ attrs }: Element): readonly FormColumn[] {
  const { var: name = '', label = '', type } = attrs;
  if (name === '' || name.length > MAX_NAME_LENGTH) return [];
  const shown = receivedLine(label, MAX_NAME_LENGTH) || receivedLine(name, MAX_NAME_LENGTH);
  return [{ name, label: shown, type: parseFieldType(type) }];
}

function parseItem(item: Element | undefined): FormItem {
  const fields = item?.getChildren('field', NS_FORM).slice(0, MAX_COLUMNS) ?? [];
  return new Map(
    fields.flatMap((field) => {
      const { var: name = '' } = field.attrs;
      if (name === '' || name.length > MAX_NAME_LENGTH) return [];
      return [[name, valuesOf(field).join(', ')] as const];
    }),
  );
}
