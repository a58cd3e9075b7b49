/** Only these ever open, whatever a chat tab asks for. */
const OPEN = new Set(['https:', 'mailto:', 'xmpp:']);

/** What becomes of a link in a message: an `http:` one is opened only after a question. */
export function linkPolicy(text: string): 'open' | 'ask' | 'refuse' {
  if (!URL.canParse(text)) return 'refuse';
  const { protocol } = new URL(text);
  if (protocol === 'http:') return 'ask';
  return OPEN.has(protocol) ? 'open' : 'refuse';
}
