import type { Sentences } from '../../api/say.ts';

/** The inputs of the page of a chat tab. URIs are from `Webview.asWebviewUri`. */
export interface ChatPageOptions {
  readonly cspSource: string;
  /** Fresh and random for each load. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconUri: string;
  /** Bare JIDs: our account and the contact. The script reads these and the rest from the body. */
  readonly account: string;
  readonly chat: string;
  readonly title: string;
  /** The error messages of the tab, in the language of its window. */
  readonly sentences: Sentences;
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
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta property="csp-nonce" content="${escapeHtml(options.nonce)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(options.title)}</title>
    <link rel="stylesheet" href="${escapeHtml(options.codiconUri)}" />
    <link rel="stylesheet" href="${escapeHtml(options.styleUri)}" />
  </head>
  <body
    data-account="${escapeHtml(options.account)}"
    data-chat="${escapeHtml(options.chat)}"
    data-sentences="${escapeHtml(JSON.stringify(options.sentences))}"
  >
    <script type="module" nonce="${escapeHtml(options.nonce)}" src="${escapeHtml(options.scriptUri)}"></script>
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
