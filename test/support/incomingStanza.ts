import { Jid } from '../../src/base/jid.ts';
import type { IncomingStanza } from '../../src/xmpp/stanza/session.ts';
import { parseXml } from './parseXml.ts';

/** One stanza as it is received; it has to name its sender. @throws on bad XML */
export function incomingStanza(text: string, arrived = 0): IncomingStanza {
  const [element, ...others] = parseXml(text);
  if (!element || others.length > 0) throw new Error('not one stanza');
  element.attrs['xmlns'] ??= 'jabber:client';
  return { from: Jid.of(element.attrs['from'] ?? ''), element, arrived };
}
