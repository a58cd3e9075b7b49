/** An emoji, its name, and further keywords. */
export type Emoji = readonly [emoji: string, name: string, words: string];

/**
 * The emoji with a word that starts with each word of `query`: matches by name first. Without a
 * query all of them, the recent ones first.
 */
export function findEmoji(
  all: readonly Emoji[],
  query: string,
  recent: readonly string[],
): readonly Emoji[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const known = new Map(all.map((entry) => [entry[0], entry]));
    const first = recent.map((emoji) => known.get(emoji)).filter((entry) => entry !== undefined);
    return [...first, ...all.filter(([emoji]) => !recent.includes(emoji))];
  }
  const fits = (text: string) => words.every((word) => ` ${text}`.includes(` ${word}`));
  const byName = all.filter(([, name]) => fits(name));
  const byWord = all.filter(([, name, more]) => !fits(name) && fits(`${name} ${more}`));
  return [...byName, ...byWord];
}
