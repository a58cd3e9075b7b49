import { makeVisible } from '../../api/visible.ts';
import { shorten } from '../../base/graphemes.ts';
import { t } from '../../base/l10n.ts';

/** Maximum length of a group's name as shown, in UTF-16 code units. */
const MAX_LENGTH = 100;

/** A group's display name: on one line, and quoted if blanks begin or end it. */
export function groupName(group: string): string {
  const shown = shorten(makeVisible(group.replace(/[\t\r\n]/gu, ' ')), MAX_LENGTH);
  return shown.trim() === shown ? shown : t('“{text}”', { text: shown });
}
