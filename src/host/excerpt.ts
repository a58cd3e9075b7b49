import { beginningOf as firstOf, endOf } from '../base/graphemes.ts';
import { oneLine } from '../base/oneLine.ts';
import { placeOfAny } from '../model/searchWords.ts';

const LENGTH = 200;
/** Maximum length of the text before the first match, in UTF-16 code units. */
const BEFORE = 40;

/** The beginning of a text, at most 200 UTF-16 code units. */
export function beginningOf(text: string): string {
  return firstOf(text, LENGTH);
}

/**
 * Returns the excerpt of a search result: on one line, from the beginning of the text, or else from
 * a few words before the first match. Reads only the text near it, however long the text is.
 */
export function excerptOf(text: string, asked: string): string {
  const at = placeOfAny(text, asked) ?? 0;
  const from = Math.max(0, at - LENGTH);
  const before = oneLine(text.slice(from, at)).trimStart();
  const rest = oneLine(text.slice(at, at + 2 * LENGTH)).trimEnd();
  if (from === 0 && before.length <= BEFORE) return beginningOf(before + rest);
  return `…${firstOf(lastWordsOf(before) + rest, LENGTH - 1)}`;
}

/** The end of a text, from the start of a word, if any, or else of a grapheme. */
function lastWordsOf(text: string): string {
  const end = endOf(text, BEFORE);
  return text.length <= BEFORE ? end : end.replace(/^\S*\s/u, '');
}
