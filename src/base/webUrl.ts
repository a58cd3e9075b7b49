/** In UTF-16 code units: what servers and browsers commonly take. */
const MAX_LENGTH = 4096;
/** What a path, a query or a fragment may not hold (RFC 3986 §3.3–3.5), though `URL` leaves it. */
const NOT_IN_A_URL = /%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]/gu;

/**
 * An address that others wrote, as RFC 3986 wants it: percent-encoded, so that nobody takes a part
 * of it for the whole; `undefined` where it is none, of another scheme or too long.
 *
 * @param schemes such as `https:`
 */
export function webUrl(text: string | undefined, schemes: readonly string[]): string | undefined {
  if (text === undefined || text.length > MAX_LENGTH || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  if (!schemes.includes(protocol)) return undefined;
  const path = href.indexOf('/', `${protocol}//`.length);
  return path < 0 ? href : href.slice(0, path) + encode(href.slice(path));
}

function encode(text: string): string {
  return text.replace(NOT_IN_A_URL, (character) =>
    character === '%' ? '%25' : encodeURIComponent(character),
  );
}
