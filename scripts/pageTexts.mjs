import { writeFile } from 'node:fs/promises';
import { collectTexts } from './l10n.mjs';

/**
 * An esbuild plugin: writes which texts the code of a page has, `dist/webview/<name>.texts.json`, so that it
 * is handed the translations of these alone: all of them are as much as its code.
 * @param {string} name of the page
 * @returns {import('esbuild').Plugin}
 */
export const pageTexts = (name) => ({
  name: 'page-texts',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(async ({ metafile }) => {
      const files = Object.keys(metafile?.inputs ?? {}).filter((file) =>
        /^(?:src|webview)\/.*\.ts$/u.test(file),
      );
      const texts = [...(await collectTexts(files)).keys()].toSorted();
      await writeFile(`dist/webview/${name}.texts.json`, JSON.stringify(texts));
    });
  },
});
