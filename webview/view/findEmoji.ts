import { fold } from '../../src/base/fold.ts';

/** An emoji, its name, and further keywords. */
export type Emoji = readonly [emoji: string, name: string, words: string];

/**
 * The emoji with a word that starts with each word of `query`: matches by name first. Without a
 * query all of them, the recent ones first. Case and accents do not count.
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
    return [...first, ...all.filter(([emoji]) => !recent.includes(emoji))];
  }
  const fits = (text: string) => {
    const folded = ` ${fold(text)}`;
    return words.every((word) => folded.includes(` ${word}`));
  };
  const byName: Emoji[] = [];
  const byWord: Emoji[] = [];
  for (const entry of all) {
    const [, name, more] = entry;
    if (fits(name)) byName.push(entry);
    else if (fits(`${name} ${more}`)) byWord.push(entry);
  }
  return [...byName, ...byWord];
}
