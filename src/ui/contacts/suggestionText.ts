import type { ContactSuggestionView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';

/** Who suggests how many contacts. @param name of the sender, if known */
export function suggestionText({ id, contacts }: ContactSuggestionView, name?: string): string {
  const { length } = contacts;
  return `${name ?? shownAddress(id)} suggests ${length} ${length === 1 ? 'contact' : 'contacts'}`;
}
