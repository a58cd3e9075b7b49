import type { TypedValues } from '../../../src/api/directoryPanel.ts';
import type { DirectoryView, SearchFormView } from '../../../src/api/views.ts';
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
  if (!directory) return 'Looking for directories…';
  if (!form) return 'Asking what can be searched for…';
  if (!search) return 'Fill in the form to search.';
  const count = shown === total ? users(total) : `${shown.toLocaleString()} of ${users(total)}`;
  if (search.phase === 'asking') return 'Searching…';
  if (search.phase === 'running') return total === 0 ? 'Searching…' : `${count}, searching…`;
  if (total === 0) return nobody(search, form);
  if (search.phase === 'stopped') return `${count}; the search was ended early.`;
  return [`${count}.`, more(search, total)].filter(Boolean).join(' ');
}

/** Whether to offer a search by first letters: where not all were listed. */
export function mayNarrow({ form, search, total }: SearchFacts): boolean {
  const hasText = form?.fields.some(({ type }) => type === 'text-single') === true;
  if (!hasText || search?.phase !== 'done' || search.query.kind !== 'all') return false;
  return search.completeness === 'perhaps' || total === 0;
}

function users(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'user' : 'users'}`;
}

function more({ query, completeness }: SearchProgress, total: number): string {
  if (completeness === 'whole') return '';
  if (completeness === 'capped')
    return `More than ${total.toLocaleString()} are not shown: search for fewer.`;
  return query.kind === 'values'
    ? 'There are perhaps more: type more of what you look for.'
    : 'The directory has perhaps more.';
}

function nobody({ query, phase }: SearchProgress, form: SearchFormView): string {
  if (phase === 'stopped') return 'The search was ended before anybody was found.';
  if (query.kind !== 'values') return 'The directory lists nobody unasked: fill in the form.';
  return `Nobody found for ${asked(query.values, form)}.`;
}

function asked(values: TypedValues, { fields }: SearchFormView): string {
  return fields
    .flatMap(({ name, label }) => {
      const texts = (values[name] ?? []).filter((text) => text.trim() !== '');
      return texts.length === 0 ? [] : [`${label || name} “${texts.join(', ')}”`];
    })
    .join(', ');
}
