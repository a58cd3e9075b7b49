import { parseTypedJid } from '../../../base/jidEscaping.ts';
import { addressParts, buildXmppUri } from '../../../base/xmppUri.ts';

/**
 * The room that a typed text names, by bare JID: an address, an `xmpp:` link, or only the name of a
 * room on `service`. `undefined` if it names none.
 */
export function typedRoom(text: string, service: string | undefined): string | undefined {
  const typed = text.trim().replace(/^#/u, '');
  if (typed === '') return undefined;
  const jid = parseTypedJid(typed);
  if (jid && jid.local !== '') return jid.bare;
  if (service === undefined || typed.includes('@') || /^xmpp:/iu.test(typed)) return undefined;
  const onService = parseTypedJid(`${typed.replace(/\s+/gu, '-')}@${service}`);
  return onService?.local === '' ? undefined : onService?.bare;
}

/** The `xmpp:` link that joins a room (XEP-0147, XEP-0045 §15.1). */
export function roomLink(room: string): string {
  return buildXmppUri(addressParts(room), 'join');
}
