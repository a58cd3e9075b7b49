import { escapeHtml } from './escapeHtml.ts';

/** The HTML of a page that could not be made: words of ours, and nothing that runs or is loaded. */
export function failedPage(words: string, language: string): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
  </head>
  <body><p role="alert">${escapeHtml(words)}</p></body>
</html>
`;
}
