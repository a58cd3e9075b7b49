// XEP-0106: JID Escaping, version 1.1.1
// https://xmpp.org/extensions/xep-0106.html
import { Jid } from './jid.ts';

export { shownAddress } from './shownAddress.ts';

/** Characters not allowed in a localpart, and backslashes that would begin an escape sequence. */
const TO_ESCAPE = /[ "&'/:<>@]|\\(?=20|22|26|27|2f|3a|3c|3e|40|5c)/gu;
/** Maximum length of an address (RFC 7622 §3.1), in bytes. */
const MAX_LENGTH = 3071;
/** Maximum length of the input, with percent-encoding and surrounding text. */
const MAX_TYPED = 4 * MAX_LENGTH;

/** An address as copied from other programs: an `xmpp:` URI (RFC 5122 §2.2), with any query. */
const LINK = /^xmpp:(?:\/\/[^/]*\/)?(?<path>[^?#]*)/iu;

/**
 * Parses an address as typed or pasted by the user: escapes characters not allowed in a localpart
 * (§4.1). A valid address is unchanged, including its escapes. `undefined` if it is neither.
 */
export function parseTypedJid(typed: string): Jid | undefined {
  if (typed.length > MAX_TYPED) return undefined;
  const text = withoutLink(typed.trim());
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

function withoutLink(text: string): string {
  const path = LINK.exec(text)?.groups?.['path'];
  try {
    return path === undefined ? text : decodeURIComponent(path);
  } catch {
    return text;
  }
}

function escapeLocal(local: string): string {
  return local
    .toLowerCase()
    .replace(TO_ESCAPE, (character) => `\\${character.charCodeAt(0).toString(16)}`);
}
