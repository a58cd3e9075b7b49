import { escapeHtml } from './escapeHtml.ts';
import type { InlineAssets } from './pageAssets.ts';

/** The inputs of every page. */
export interface PageOptions {
  readonly cspSource: string;
  /** Fresh and random for each load. */
  readonly nonce: string;
  /** The folder of what is loaded later, from `Webview.asWebviewUri`; ends in a slash. */
  readonly folderUri: string;
  readonly assets: InlineAssets;
  readonly title: string;
  /** Whether it plays sound and video, which it was handed: it loads none. */
  readonly playsMedia?: true;
}

/**
 * The HTML of a page. All values are escaped; the script renders the rest.
 *
 * When it loads, the toolkit tests for `:focus-visible` with a style element of its own, whose
 * nonce it takes from the meta element `csp-nonce`. No other inline style is allowed.
 *
 * As in the editor's own inputs, spelling is not checked: what one types is often code or a name.
 *
 * @param data what the script reads from the body, by the names of its data attributes
 */
export function page(options: PageOptions, data: Readonly<Record<string, string>>): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${options.nonce}'`,
    `style-src ${options.cspSource} 'nonce-${options.nonce}'`,
    // The font of the icons is in the style sheet.
    'font-src data:',
    `img-src ${options.cspSource} blob: data:`,
    ...(options.playsMedia ? ['media-src blob:'] : []),
    `base-uri ${options.cspSource}`,
  ].join('; ');
  const attributes = Object.entries({
    ...data,
    sentences: JSON.stringify(options.assets.sentences),
  })
    .map(([name, value]) => `\n    data-${name}="${escapeHtml(value)}"`)
    .join('');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(options.assets.sentences.language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta property="csp-nonce" content="${escapeHtml(options.nonce)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(options.title)}</title>
    <base href="${escapeHtml(options.folderUri)}" />
    <style nonce="${escapeHtml(options.nonce)}">${endless(options.assets.style)}</style>
  </head>
  <body spellcheck="false"${attributes}
  >
    <script type="module" nonce="${escapeHtml(options.nonce)}">${endless(options.assets.script)}</script>
  </body>
</html>
`;
}

/**
 * Escapes what would end a script or style element, or begin a comment in it (HTML §13.1.2.2). The
 * bundler leaves such only in strings, where the escape means the same.
 */
function endless(code: string): string {
  return code.replace(/<(?=!--|\/(?:script|style))/gi, String.raw`\x3C`);
}
