/** Made by `scripts/emojiData.mjs` when the tab is built. */
declare module 'parley:emoji' {
  const all: readonly (readonly [emoji: string, name: string, words: string])[];
  export default all;
}
