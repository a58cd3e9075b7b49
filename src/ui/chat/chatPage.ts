import type { Sentences } from '../../api/say.ts';

/** What the page of a chat tab is built from. URIs are those of `Webview.asWebviewUri`. */
export interface ChatPageOptions {
  readonly cspSource: string;
  /** Fresh and random for each load. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconUri: string;
  /** Bare JIDs: our account, and the other side. The script reads what follows from the body. */
  readonly account: string;
  readonly chat: string;
  readonly title: string;
  /** What the tab says of errors, in the language of its window. */
  readonly sentences: Sentences;
}

/**
 * The HTML of a chat tab. Everything put in is escaped; the script draws the rest.
 *
 * The toolkit tries out `:focus-visible` in a style element of its own when it loads, and takes
 * the nonce for it from the meta element `csp-nonce`. Nothing else may style inline.
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
