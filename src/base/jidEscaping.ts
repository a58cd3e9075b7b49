// XEP-0106: JID Escaping, version 1.1.1
// https://xmpp.org/extensions/xep-0106.html
import { Jid } from './jid.ts';

export { shownAddress } from './shownAddress.ts';

/** What a localpart cannot hold, and the backslash where it would be taken for the beginning of an escape. */
const TO_ESCAPE = /[ "&'/:<>@]|\\(?=20|22|26|27|2f|3a|3c|3e|40|5c)/gu;
/** No address is longer (RFC 7622 §3.1), in bytes. */
const MAX_LENGTH = 3071;
/** With percent-encoding, and whatever stands around it. */
const MAX_TYPED = 4 * MAX_LENGTH;

/** An address as other programs copy it: a link (RFC 5122 §2.2), and what is to be done with it. */
const LINK = /^xmpp:(?:\/\/[^/]*\/)?(?<path>[^?#]*)/iu;

/**
 * Reads an address as a user types or pastes it: what a localpart cannot hold is escaped (§4.1). What is
 * an address already stays as it is, with the escapes that it has. `undefined` when it is neither.
 */
export function parseTypedJid(typed: string): Jid | undefined {
  if (typed.length > MAX_TYPED) return undefined;
  const text = withoutLink(typed.trim());
  if (text.length > MAX_LENGTH) return undefined;
  const jid = Jid.parse(text);
  if (jid && (jid.local !== '' || !text.includes('@'))) return jid;
  // The last `@` of the bare address ends the localpart; a resource may hold some, too.
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
