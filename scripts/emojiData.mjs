// The emoji that the chat tab offers, as a module for the bundle: made when it is built, from what
// unicode-emoji-json (names, versions) and emojilib (further words) say.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The newest Unicode Emoji version that the fonts of today's systems can be expected to have. */
const VERSION = 15;

const require = createRequire(import.meta.url);
const read = async (name) => JSON.parse(await readFile(require.resolve(name), 'utf8'));

/** @returns {Promise<[emoji: string, name: string, words: string][]>} in Unicode's order */
async function readEmoji() {
  const known = await read('unicode-emoji-json/data-by-emoji.json');
  const words = await read('emojilib/dist/emoji-en-US.json');
  return Object.entries(known)
    .filter(([, { emoji_version: version }]) => Number(version) <= VERSION)
    .map(([emoji, { name }]) => {
      const [, ...others] = words[emoji] ?? [];
      return [emoji, name.toLowerCase(), others.join(' ').replaceAll('_', ' ').toLowerCase()];
    });
}

/** @type {import('esbuild').Plugin} */
export const emojiData = {
  name: 'emoji-data',
  setup(build) {
    build.onResolve({ filter: /^parley:emoji$/ }, () => ({
      path: 'emoji',
      namespace: 'parley',
    }));
    build.onLoad({ filter: /^emoji$/, namespace: 'parley' }, async () => ({
      contents: `export default ${JSON.stringify(await readEmoji())}`,
      loader: 'js',
    }));
  },
};
