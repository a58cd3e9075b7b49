import { fold } from '../../src/base/fold.ts';

/** An emoji, its name, and further keywords; in a skin tone also the folded words of that. */
export type Emoji = readonly [emoji: string, name: string, words: string, tone?: string];

/** Minimum length of the part of a word, in UTF-16 code units, by which a skin tone is asked for. */
const MIN_TONE = 4;

/**
 * The emoji with a word that starts with each word of `query`: matches by name first, and those in a
 * skin tone last, if the query names it. Without a query all of them, the recent ones first, and of
 * those in a skin tone no others. Case and accents do not count.
 */
export function findEmoji(
  all: readonly Emoji[],
  query: string,
  recent: readonly string[],
): readonly Emoji[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const known = new Map(all.map((entry) => [entry[0], entry]));
    const first = recent.map((emoji) => known.get(emoji)).filter((entry) => entry !== undefined);
    const others = all.filter(([emoji, , , tone]) => tone === undefined && !recent.includes(emoji));
    return [...first, ...others];
  }
  const fits = (text: string) => {
    const folded = ` ${fold(text)}`;
    return words.every((word) => folded.includes(` ${word}`));
  };
  const long = words.filter(({ length }) => length >= MIN_TONE);
  const isAsked = (tone: string) => long.some((word) => ` ${tone}`.includes(` ${word}`));
  const byName: Emoji[] = [];
  const byWord: Emoji[] = [];
  const byTone: Emoji[] = [];
  for (const entry of all) {
    const [, name, more, tone] = entry;
    if (tone !== undefined) {
      if (isAsked(tone) && fits(`${name} ${more}`)) byTone.push(entry);
    } else if (fits(name)) byName.push(entry);
    else if (fits(`${name} ${more}`)) byWord.push(entry);
  }
  return [...byName, ...byWord, ...byTone];
}
