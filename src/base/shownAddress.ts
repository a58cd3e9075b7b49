// XEP-0106: JID Escaping, as far as it is shown: apart, since chat tabs show addresses, too.
// https://xmpp.org/extensions/xep-0106.html

/**
 * The escapes that are decoded for display. A decoded `@`, `/` or run of spaces could make one
 * address pass for another if its end is out of sight, so these stay escaped.
 */
const TO_SHOW = /(?<!^|\\20)\\20(?!\\20|$)|\\(?:22|26|27|3a|3c|3e|5c)/gu;

/** A bare address for display (§4.2); never to be sent or compared. */
export function shownAddress(bare: string): string {
  const at = bare.lastIndexOf('@');
  if (at < 0 || !bare.includes('\\')) return bare;
  return bare.slice(0, at).replace(TO_SHOW, unescape) + bare.slice(at);
}

function unescape(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}
