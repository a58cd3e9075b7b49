// XEP-0106: JID Escaping, as far as it is shown: apart, since chat tabs show addresses, too.
// https://xmpp.org/extensions/xep-0106.html

/**
 * What is shown unescaped. An `@`, a `/` or several blanks would let one address pass for another one
 * where the end of it is out of sight, so they stay as they are.
 */
const TO_SHOW = /(?<!^|\\20)\\20(?!\\20|$)|\\(?:22|26|27|3a|3c|3e|5c)/gu;

/** A bare address as it is shown (§4.2); never to be sent or compared. */
export function shownAddress(bare: string): string {
  const at = bare.lastIndexOf('@');
  if (at < 0 || !bare.includes('\\')) return bare;
  return bare.slice(0, at).replace(TO_SHOW, unescape) + bare.slice(at);
}

function unescape(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}
