// XEP-0106: JID Escaping, version 1.1.1
// https://xmpp.org/extensions/xep-0106.html
import { Jid } from './jid.ts';
import { parseXmppUri, type UriAddress } from './xmppUri.ts';

export { shownAddress } from './shownAddress.ts';

/** Characters not allowed in a localpart. */
const FORBIDDEN = /[ "&'/:<>@]/u;
/** These, and backslashes that would begin an escape sequence. */
const TO_ESCAPE = /[ "&'/:<>@]|\\(?=20|22|26|27|2f|3a|3c|3e|40|5c)/gu;
/** Maximum length of an address (RFC 7622 §3.1), in bytes. */
const MAX_LENGTH = 3071;

/**
 * Parses an address as typed or pasted by the user: escapes characters not allowed in a localpart
 * (§4.1). A valid address is unchanged, including its escapes. Of an `xmpp:` link, its address.
 * `undefined` if it is none.
 */
export function parseTypedJid(typed: string): Jid | undefined {
  const text = typed.trim();
  if (/^xmpp:/iu.test(text)) {
    const link = parseXmppUri(text);
    return link && jidOfUri(link.address);
  }
  if (text.length > MAX_LENGTH) return undefined;
  const jid = Jid.parse(text);
  if (jid && (jid.local !== '' || !text.includes('@'))) return jid;
  // The last `@` of the bare address ends the localpart; a resource may contain some, too.
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1);
    if (/^[^/]*@/u.test(rest)) continue;
    const local = escapeLocal(text.slice(0, at).trim());
    return local === '' ? undefined : Jid.parse(`${local}@${rest}`);
  }
  return undefined;
}

/** The JID that a URI names; a localpart that has to be escaped (§4.1) is. `undefined` if invalid. */
export function jidOfUri({ local, domain, resource }: UriAddress): Jid | undefined {
  const at = local === '' ? '' : `${FORBIDDEN.test(local) ? escapeLocal(local) : local}@`;
  return Jid.parse(`${at}${domain}${resource === '' ? '' : `/${resource}`}`);
}

function escapeLocal(local: string): string {
  return local
    .toLowerCase()
    .replace(TO_ESCAPE, (character) => `\\${character.charCodeAt(0).toString(16)}`);
}
