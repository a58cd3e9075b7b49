/** Views of searches for users. */
import type { FormFieldView, FoundUsersView, SearchFormView } from '../api/views.ts';
import type { FoundPage, SearchForm } from '../model/directory/userDirectory.ts';

/** Maximum number of presets of a field, and their maximum length, in UTF-16 code units. */
const MAX_PRESETS = 100;
const MAX_PRESET_LENGTH = 1000;

/** Only what the user sees: hidden fields are added when the search is sent. */
export function searchFormView(form: SearchForm | undefined): SearchFormView {
  if (!form) return { title: '', instructions: '', fields: [] };
  const { title, instructions, fields } = form;
  return {
    title,
    instructions,
    fields: fields
      .filter(({ type }) => type !== 'hidden')
      .map(({ name, type, label, required, values, options }): FormFieldView => ({
        ...{ name, type, label, required, options },
        values: values.filter(({ length }) => length <= MAX_PRESET_LENGTH).slice(0, MAX_PRESETS),
      })),
  };
}

export function foundUsersView({ users, columns, next, completeness }: FoundPage): FoundUsersView {
  return {
    columns,
    users: users.map(({ jid, values }) => ({
      id: jid.bare,
      values: columns.map(({ name }) => values.get(name) ?? ''),
    })),
    ...(next !== undefined && { next }),
    completeness,
  };
}
