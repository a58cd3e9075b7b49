import { wordsOf } from '../model/words.ts';

const LENGTH = 200;
/** So much stands before the first word that was found, at most. */
const BEFORE = 40;
const HALF_A_PAIR_AT_THE_END = /[\uD800-\uDBFF]$/u;

/** The first UTF-16 code units of a text, 200 when `length` is absent. */
export function beginningOf(text: string, length = LENGTH): string {
  return text.slice(0, length).replace(HALF_A_PAIR_AT_THE_END, '');
}

/**
 * What of a text is shown where it was found: on one line, from its beginning, or else from a few words
 * before the first one that was asked for.
 */
export function excerptOf(text: string, asked: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const wanted = wordsOf(asked);
  const words = wordsOf(line);
  const found = words.find(({ word }) => wanted.some((one) => word.startsWith(one.word)));
  if (!found || found.at <= BEFORE) return beginningOf(line);
  const from = words.find(({ at }) => at >= found.at - BEFORE) ?? found;
  return `…${beginningOf(line.slice(from.at), LENGTH - 1)}`;
}
