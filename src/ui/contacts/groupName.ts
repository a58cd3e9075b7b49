import { makeVisible } from '../../api/visible.ts';
import { shorten } from '../../base/graphemes.ts';

/** So much of a group's name is shown, in UTF-16 code units. */
const MAX_LENGTH = 100;

/** How a group is shown: on one line, and in quotation marks where blanks begin or end its name. */
export function groupName(group: string): string {
  const shown = shorten(makeVisible(group.replace(/[\t\r\n]/gu, ' ')), MAX_LENGTH);
  return shown.trim() === shown ? shown : `“${shown}”`;
}
