/** A word of a text, as a search compares it. */
export interface Word {
  /** In lower case and without accents. */
  readonly word: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** The words of a text, in order: letters and digits, with the marks on them. */
export function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)].map((match) => ({
    word: match[0].normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
    at: match.index,
  }));
}
