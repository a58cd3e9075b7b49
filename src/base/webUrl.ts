/** Maximum length, in UTF-16 code units: what servers and browsers commonly accept. */
const MAX_LENGTH = 4096;
/** Characters not allowed in path, query or fragment (RFC 3986 §3.3–3.5), but left by `URL`. */
const NOT_IN_A_URL = /%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]/gu;

/**
 * Normalises a URL written by others to RFC 3986: percent-encoded, so that no part of it can be
 * mistaken for the whole; `undefined` if it is invalid, of another scheme or too long.
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
