import { malformed, StreamFault } from '../streamFault.ts';

const S = '[ \\t\\r\\n]';
const DECLARATION = new RegExp(
  `^${S}+version${S}*=${S}*(["'])1\\.[0-9]+\\1` +
    `(?:${S}+encoding${S}*=${S}*(["'])(?<encoding>[A-Za-z][A-Za-z0-9._-]*)\\2)?` +
    `(?:${S}+standalone${S}*=${S}*(["'])(?:yes|no)\\4)?${S}*$`,
  'u',
);

/** The predefined entities (XML 1.0 §4.6), the only ones without a document type. */
const ENTITIES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
/** Char (XML 1.0 §2.2), without the surrogates. */
const CHARACTER = /^[\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u;
const MAX_CODE_POINT = 0x10ffff;

/** Number of characters needed to identify markup that begins with `<!` or `<?`. */
export const MARKUP_LENGTH = 9;

const SECTION = '<![CDATA[';
const COMMENT = '<!--';
const DOCUMENT_TYPE = '<!DOCTYPE';

/**
 * Whether a CDATA section begins, the only such markup allowed in XMPP (RFC 6120 §11.1).
 * @param start up to {@link MARKUP_LENGTH} characters from `<!` or `<?` on, as far as received
 * @param inDocument whether the root was opened
 * @returns `undefined` if more characters are needed. @throws StreamFault for other markup
 */
export function isSection(start: string, inDocument: boolean): true | undefined {
  if (start === SECTION) return true;
  if (start.startsWith(COMMENT)) throw restricted('a comment');
  if (start === DOCUMENT_TYPE && !inDocument) throw restricted('a document type');
  if ([SECTION, COMMENT, DOCUMENT_TYPE].some((markup) => markup.startsWith(start))) {
    if (start !== DOCUMENT_TYPE) return undefined;
  }
  if (!start.startsWith('<?')) throw malformed('unknown markup');
  // XML 1.0 §2.6: the target `xml` is reserved, and §2.8 allows the declaration at the start only.
  if (/^<\?xml[ \t\r\n?]/iu.test(start)) throw malformed('a declaration that is not at the start');
  if ('<?xml'.startsWith(start.toLowerCase())) return undefined;
  throw restricted('a processing instruction');
}

/**
 * Checks an XML declaration (XML 1.0 §2.8); any version 1.x is parsed as 1.0, as specified there.
 * @param text between `<?xml` and `?>`. @throws StreamFault
 */
export function checkDeclaration(text: string): void {
  const match = DECLARATION.exec(text);
  if (!match) throw malformed('a bad XML declaration');
  const encoding = match.groups?.['encoding'];
  // RFC 6120 §11.6
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') {
    throw new StreamFault('unsupported-encoding', 'not UTF-8');
  }
}

/**
 * Resolves a reference (XML 1.0 §4.1).
 * @param name the text between `&` and `;`. @throws StreamFault
 */
export function resolveReference(name: string): string {
  const entity = ENTITIES[name];
  if (entity !== undefined) return entity;
  const code = /^#x[0-9a-fA-F]+$/u.test(name)
    ? parseInt(name.slice(2), 16)
    : /^#[0-9]+$/u.test(name)
      ? parseInt(name.slice(1), 10)
      : NaN;
  const character = code <= MAX_CODE_POINT ? String.fromCodePoint(code) : '';
  if (!CHARACTER.test(character)) throw malformed('an undefined entity or a bad character');
  return character;
}

function restricted(what: string): StreamFault {
  return new StreamFault('restricted-xml', what);
}
