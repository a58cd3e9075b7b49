// The emoji that the chat tab offers, and their names in other languages, as modules for the bundle: made when it is
// built, from what unicode-emoji-json (names, versions), emojilib (further words) and emojibase-data (translations) say.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The newest Unicode Emoji version that the fonts of today's systems can be expected to have. */
const VERSION = 15;

const require = createRequire(import.meta.url);
const read = async (name) => JSON.parse(await readFile(require.resolve(name), 'utf8'));

/** In Unicode's order. */
async function readKnown() {
  const known = await read('unicode-emoji-json/data-by-emoji.json');
  return Object.entries(known).filter(
    ([, { emoji_version: version }]) => Number(version) <= VERSION,
  );
}

/** @returns {Promise<[emoji: string, name: string, words: string][]>} */
async function readEmoji() {
  const words = await read('emojilib/dist/emoji-en-US.json');
  return (await readKnown()).map(([emoji, { name }]) => {
    const [, ...others] = words[emoji] ?? [];
    return [emoji, name.toLowerCase(), others.join(' ').replaceAll('_', ' ').toLowerCase()];
  });
}

/** @returns {Promise<[name: string, words: string][]>} of the same emoji, in the same order */
async function readNames(language) {
  // The packages differ in where they write a variation selector.
  const bare = (emoji) => emoji.replaceAll('\ufe0f', '');
  const data = await read(`emojibase-data/${language}/data.json`);
  const names = new Map(
    data.map(({ emoji, label, tags = [] }) => [bare(emoji), [label, tags.join(' ')]]),
  );
  return (await readKnown()).map(([emoji]) => {
    const found = names.get(bare(emoji));
    if (!found) throw new Error(`${emoji} has no name in ${language}`);
    return found;
  });
}

/** @type {import('esbuild').Plugin} */
export const emojiData = {
  name: 'emoji-data',
  setup(build) {
    build.onResolve({ filter: /^parley:emoji/ }, ({ path }) => ({
      path: path.slice('parley:'.length),
      namespace: 'parley',
    }));
    build.onLoad({ filter: /^emoji/, namespace: 'parley' }, async ({ path }) => {
      const [, language] = path.split('-');
      const data = language === undefined ? await readEmoji() : await readNames(language);
      return { contents: `export default ${JSON.stringify(data)}`, loader: 'js' };
    });
  },
};
