import type { ContactSuggestionView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { plural } from '../../base/l10n.ts';

/** Who suggests how many contacts. @param name of the sender, if known */
export function suggestionText({ id, contacts }: ContactSuggestionView, name?: string): string {
  return plural(
    contacts.length,
    ['{who} suggests {count} contact', '{who} suggests {count} contacts'],
    { who: name ?? shownAddress(id) },
  );
}
