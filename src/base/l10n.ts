import { config, t } from '@vscode/l10n';

export { t };

/** The language of all texts. */
export interface Language {
  /** A BCP 47 tag: of the texts, and of the numbers, dates and plurals in them. */
  readonly language: string;
  /** The language of the editor, by whose rules names are sorted, also where the texts are English; that of the system when absent. */
  readonly sorting?: string;
  /** The translations by their English text, followed by `/` and the comment if it has one. */
  readonly bundle?: Readonly<Record<string, string>> | undefined;
}

/** The English texts of one sentence about a number, which is their `{count}`. */
export type PluralForms = readonly [one: string, other: string];

let tag = 'en';
let sorting: string | undefined;

/** Sets the language: once, at the start of a window or a page. */
export function setLanguage({ language, sorting: ofNames, bundle }: Language): void {
  tag = language;
  sorting = ofNames;
  config({ contents: { ...bundle } });
}

/** The BCP 47 tag of the language of all texts, for `Intl`. */
export function languageTag(): string {
  return tag;
}

/**
 * The locale of dates and times: that of the texts, so that none is in two languages; while these are
 * English `undefined`, which is that of the system, and of its order and hours.
 */
export function dateLocale(): string | undefined {
  return tag === 'en' ? undefined : tag;
}

/** The language to sort names by; `undefined` for that of the system. */
export function sortingLanguage(): string | undefined {
  return sorting;
}

/** A number as the language writes it. */
export function formatNumber(value: number): string {
  return value.toLocaleString(tag);
}

/** Names as a part of a sentence, such as `Ada, Grace and Linus`: Spanish has `Ada e Irene`, too. */
export function formatList(names: readonly string[]): string {
  // American English would have a comma before the “and”, which no text of ours has.
  return new Intl.ListFormat(tag === 'en' ? 'en-GB' : tag).format(names);
}

/**
 * A whole sentence about a number, in the plural form that the language has for it. Each form is a
 * text of its own, so that a translation may word it as it must.
 * @param args what else the sentence names, by its placeholder
 */
export function plural(
  count: number,
  [one, other]: PluralForms,
  args: Readonly<Record<string, string | number>> = {},
): string {
  const form = new Intl.PluralRules(tag).select(count) === 'one' ? one : other;
  return t(form, { ...args, count: formatNumber(count) });
}
