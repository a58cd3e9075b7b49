import type { ProfileField } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';

/** What is wrong with what was typed into a field, and what to type; `undefined` if nothing is. */
export function checkField(field: ProfileField, typed: string): string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (field) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/u.test(text)
        ? undefined
        : t('An e-mail address looks like name@example.org.');
    case 'url':
      return isWebUrl(text) ? undefined : t('A website begins with https:// or http://.');
    case 'birthday':
      return isDate(text) ? undefined : t('A birthday looks like 1815-12-10.');
    default:
      return undefined;
  }
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
