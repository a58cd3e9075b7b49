import type { FirstPage } from '../../api/panel.ts';
import type { Sentences } from '../../api/say.ts';
import type { InlineAssets } from './chatAssets.ts';

/** The inputs of the page of a chat tab. */
export interface ChatPageOptions {
  readonly cspSource: string;
  /** Fresh and random for each load. */
  readonly nonce: string;
  /** The folder of what is loaded later, from `Webview.asWebviewUri`; ends in a slash. */
  readonly folderUri: string;
  readonly assets: InlineAssets;
  /** Bare JIDs: our account and the contact. The script reads these and the rest from the body. */
  readonly account: string;
  readonly chat: string;
  readonly title: string;
  /** The error messages of the tab, in the language of its window. */
  readonly sentences: Sentences;
  /** Absent where the tab is to wait for the host. */
  readonly first?: FirstPage;
}

/**
 * The HTML of a chat tab. All values are escaped; the script renders the rest.
 *
 * When it loads, the toolkit tests for `:focus-visible` with a style element of its own, whose
 * nonce it takes from the meta element `csp-nonce`. No other inline style is allowed.
 */
export function chatPage(options: ChatPageOptions): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${options.nonce}'`,
    `style-src ${options.cspSource} 'nonce-${options.nonce}'`,
    `font-src ${options.cspSource}`,
    `img-src ${options.cspSource} blob: data:`,
    `base-uri ${options.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta property="csp-nonce" content="${escapeHtml(options.nonce)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(options.title)}</title>
    <base href="${escapeHtml(options.folderUri)}" />
    <style nonce="${escapeHtml(options.nonce)}">${endless(options.assets.style)}</style>
  </head>
  <body
    data-account="${escapeHtml(options.account)}"
    data-chat="${escapeHtml(options.chat)}"
    data-sentences="${escapeHtml(JSON.stringify(options.sentences))}"
    data-first="${options.first ? escapeHtml(JSON.stringify(options.first)) : ''}"
  >
    <script type="module" nonce="${escapeHtml(options.nonce)}">${endless(options.assets.script)}</script>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes `text` safe as text and inside a quoted attribute. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * Escapes what would end a script or style element, or begin a comment in it (HTML §13.1.2.2). The
 * bundler leaves such only in strings, where the escape means the same.
 */
function endless(code: string): string {
  return code.replace(/<(?=!--|\/(?:script|style))/gi, String.raw`\x3C`);
}
