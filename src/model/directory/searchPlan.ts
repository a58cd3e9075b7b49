// Which searches find the users that are wanted, as services understand forms differently.
import type { FormField, FormValues } from '../../xmpp/xep/0004-dataForms.ts';
import type { SearchForm } from '../../xmpp/xep/0055-search.ts';

/** Maximum number of fields that are searched with an asterisk one by one. */
const MAX_STARRED = 12;
/** Numbers of users at which services commonly end a list. */
const ROUND_LIMITS: readonly number[] = [
  ...[20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500],
  ...[1000, 2000, 2500, 3000, 5000, 10_000],
];
/** Fields that everybody's account has, by their usual names, the surest first. */
const ACCOUNT_FIELDS = ['user', 'username', 'search', 'nick', 'nickname', 'fn', 'name', 'first'];
/** Characters that user names begin with. */
export const FIRST_LETTERS: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

/** Whether an answer of this size was probably cut off by the service. */
export function isRoundLimit(count: number): boolean {
  return ROUND_LIMITS.includes(count);
}

/** One search for each text field, for all who have something there. */
export function starSearches(form: SearchForm): readonly FormValues[] {
  return textFields(form)
    .slice(0, MAX_STARRED)
    .map(({ name }) => ({ [name]: ['*'] }));
}

/** The text field by which accounts are narrowed; `undefined` without text fields. */
export function accountField(form: SearchForm): string | undefined {
  const names = textFields(form).map(({ name }) => name);
  const known = ACCOUNT_FIELDS.map((usual) => names.find((name) => name.toLowerCase() === usual));
  return known.find((name) => name !== undefined) ?? names[0];
}

/**
 * The searches for what the user typed, of which the first that finds anybody counts: by the
 * beginnings of texts, which most services take an asterisk for, then exactly as it was typed. An
 * asterisk of the user's own is left out at last, as some services look for it literally.
 */
export function typedSearches(form: SearchForm, typed: FormValues): readonly FormValues[] {
  const names = textFields(form).map(({ name }) => name);
  const change = (edit: (text: string) => string): FormValues =>
    Object.fromEntries(
      Object.entries(typed).map(([name, values]) => [
        name,
        names.includes(name) ? values.map((text) => edit(text.trim())) : values,
      ]),
    );
  const asTyped = change((text) => text);
  const isStarred = Object.values(asTyped).some((values) =>
    values.some((text) => /\*/u.test(text)),
  );
  return isStarred
    ? [asTyped, change((text) => text.replaceAll('*', '').trim())]
    : [change((text) => (text === '' ? '' : `${text}*`)), asTyped];
}

function textFields({ fields }: SearchForm): readonly FormField[] {
  return fields.filter(({ name, type }) => name !== '' && type === 'text-single');
}
