import { parseGeo } from '../../api/geo.ts';

/** The only schemes that open without confirmation, whatever a chat tab requests. */
const OPEN = new Set(['https:', 'mailto:']);

/**
 * How to handle a link in a message: unencrypted ones, and places on a map, need confirmation;
 * those of XMPP are ours.
 */
export function linkPolicy(text: string): 'open' | 'own' | 'ask' | 'refuse' {
  if (!URL.canParse(text)) return 'refuse';
  const { protocol } = new URL(text);
  if (protocol === 'xmpp:') return 'own';
  if (protocol === 'http:' || (protocol === 'geo:' && parseGeo(text))) return 'ask';
  return OPEN.has(protocol) ? 'open' : 'refuse';
}
