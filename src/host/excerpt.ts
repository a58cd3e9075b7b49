import { beginningOf as firstOf, endOf } from '../base/graphemes.ts';
import { oneLine } from '../base/oneLine.ts';
import { placeOfAny } from '../model/searchWords.ts';

const LENGTH = 200;
/** So much stands before the first word that was found, at most. */
const BEFORE = 40;

/** The beginning of a text, at most 200 UTF-16 code units. */
export function beginningOf(text: string): string {
  return firstOf(text, LENGTH);
}

/**
 * What of a text is shown where it was found: on one line, from its beginning, or else from a few words
 * before the first one that was asked for. It looks at what is near, however long the text is.
 */
export function excerptOf(text: string, asked: string): string {
  const at = placeOfAny(text, asked) ?? 0;
  const from = Math.max(0, at - LENGTH);
  const before = oneLine(text.slice(from, at)).trimStart();
  const rest = oneLine(text.slice(at, at + 2 * LENGTH)).trimEnd();
  if (from === 0 && before.length <= BEFORE) return beginningOf(before + rest);
  return `…${firstOf(lastWordsOf(before) + rest, LENGTH - 1)}`;
}

/** The end of a text, from where a word begins, if any does, or else a letter. */
function lastWordsOf(text: string): string {
  const end = endOf(text, BEFORE);
  return text.length <= BEFORE ? end : end.replace(/^\S*\s/u, '');
}
