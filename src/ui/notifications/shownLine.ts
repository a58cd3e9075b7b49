import { withSender } from '../../api/action.ts';
import { makeVisible } from '../../api/visible.ts';
import { shorten } from '../../base/graphemes.ts';
import { oneLine } from '../../base/oneLine.ts';

/** Maximum length of a notification, about two lines, in UTF-16 code units. */
const MAX_LENGTH = 120;
/** Maximum length of a sentence that ends with what the user can do, in UTF-16 code units. */
export const MAX_SENTENCE = 480;

/** Text of others as part of a notification: on one line, cut, and all of it visible. */
export function shownLine(text: string, most = MAX_LENGTH): string {
  return shorten(makeVisible(oneLine(text).trim()), most);
}

/** A message as the words below the name of its sender. */
export function shownWords(name: string, excerpt: string): string {
  return shownLine(withSender(excerpt, name));
}
