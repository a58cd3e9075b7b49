// The codicons that the pages show, as a style sheet with a font in it: sixty of some six hundred.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const SOURCE = /url\("\.\/codicon\.ttf[^"]*"\) format\("truetype"\)/u;
const RULE = /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]+)" \}\n/gmu;

/**
 * @returns {Promise<{ css: string, font: Buffer }>} the font is that of the style sheet
 * @throws {Error} if there is no codicon of a name that the pages use
 */
export async function iconFont() {
  const [names, css, font] = await Promise.all([
    readNames(),
    readFile(require.resolve('@vscode/codicons/dist/codicon.css'), 'utf8'),
    readFile(require.resolve('@vscode/codicons/dist/codicon.ttf')),
  ]);
  const characters = new Map(
    [...css.matchAll(RULE)].map(([, name = '', hex = '']) => [
      name,
      String.fromCodePoint(parseInt(hex, 16)),
    ]),
  );
  const shown = names.map((name) => {
    const character = characters.get(name);
    if (character === undefined) throw new Error(`There is no codicon "${name}".`);
    return character;
  });
  const part = await subsetFont(font, shown.join(''), { targetFormat: 'woff2' });
  const source = `url("data:font/woff2;base64,${part.toString('base64')}") format("woff2")`;
  if (!SOURCE.test(css)) throw new Error('The style sheet of the codicons has another font.');
  return {
    css: css
      .replace(SOURCE, source)
      .replace(RULE, (rule, name) => (names.includes(name) ? rule : '')),
    font: part,
  };
}

/** @returns {Promise<readonly string[]>} */
async function readNames() {
  const { outputFiles } = await build({
    entryPoints: ['webview/view/icons.ts'],
    ...{ write: false, format: 'esm' },
  });
  const script = encodeURIComponent(outputFiles[0]?.text ?? '');
  return (await import(`data:text/javascript,${script}`)).ICONS;
}
