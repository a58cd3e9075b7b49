import { parseGeo } from '../../api/geo.ts';

/** Only these ever open, whatever a chat tab asks for. */
const OPEN = new Set(['https:', 'mailto:', 'xmpp:']);

/** What becomes of a link in a message: without encryption, or to a map, it opens only after a question. */
export function linkPolicy(text: string): 'open' | 'ask' | 'refuse' {
  if (!URL.canParse(text)) return 'refuse';
  const { protocol } = new URL(text);
  if (protocol === 'http:' || (protocol === 'geo:' && parseGeo(text))) return 'ask';
  return OPEN.has(protocol) ? 'open' : 'refuse';
}
