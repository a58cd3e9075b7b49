import type { TypedValues } from '../../../src/api/directoryPanel.ts';
import type { DirectoryView, SearchFormView } from '../../../src/api/views.ts';
import { formatNumber, plural, t } from '../../../src/base/l10n.ts';
import type { SearchProgress } from '../../directory/directoryStore.ts';

/** What the status line of a search is made from. */
export interface SearchFacts {
  readonly directory: DirectoryView | undefined;
  readonly form: SearchFormView | undefined;
  readonly search: SearchProgress | undefined;
  /** Number of users found, and of those that fit the filter. */
  readonly total: number;
  readonly shown: number;
  readonly hasFailed: boolean;
}

/** What a search has found, in sentences. */
export function searchStatus(facts: SearchFacts): string {
  const { directory, form, search, total, shown, hasFailed } = facts;
  if (hasFailed && total === 0) return '';
  if (!directory) return t('Looking for directories…');
  if (!form) return t('Asking what can be searched for…');
  if (!search) return t('Fill in the form to search.');
  const found = shown === total ? users(total) : someUsers(shown, total);
  if (search.phase === 'asking') return t('Searching…');
  if (search.phase === 'running')
    return total === 0 ? t('Searching…') : t('{users}, searching…', { users: found });
  if (total === 0) return nobody(search, form);
  if (search.phase === 'stopped')
    return t('{users}; the search was ended early.', { users: found });
  return [`${found}.`, more(search, total)].filter(Boolean).join(' ');
}

/** Whether to offer a search by first letters: where not all were listed. */
export function mayNarrow({ form, search, total }: SearchFacts): boolean {
  const hasText = form?.fields.some(({ type }) => type === 'text-single') === true;
  if (!hasText || search?.phase !== 'done' || search.query.kind !== 'all') return false;
  return search.completeness === 'perhaps' || total === 0;
}

function users(count: number): string {
  return plural(count, ['{count} user', '{count} users']);
}

function someUsers(shown: number, total: number): string {
  const forms = { shown: formatNumber(shown) };
  return plural(total, ['{shown} of {count} user', '{shown} of {count} users'], forms);
}

function more({ query, completeness }: SearchProgress, total: number): string {
  if (completeness === 'whole') return '';
  if (completeness === 'capped')
    return t('More than {count} are not shown: search for fewer.', { count: formatNumber(total) });
  return query.kind === 'values'
    ? t('There are perhaps more: type more of what you look for.')
    : t('The directory has perhaps more.');
}

function nobody({ query, phase }: SearchProgress, form: SearchFormView): string {
  if (phase === 'stopped') return t('The search was ended before anybody was found.');
  if (query.kind !== 'values') return t('The directory lists nobody unasked: fill in the form.');
  return t('Nobody found for {what}.', { what: asked(query.values, form) });
}

function asked(values: TypedValues, { fields }: SearchFormView): string {
  return fields
    .flatMap(({ name, label }) => {
      const texts = (values[name] ?? []).filter((text) => text.trim() !== '');
      return texts.length === 0
        ? []
        : [t('{field} “{text}”', { field: label || name, text: texts.join(', ') })];
    })
    .join(', ');
}
