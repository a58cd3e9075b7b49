import { malformed } from '../streamFault.ts';

// Code units of the characters with a meaning in XML.
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
export const QUOTE = 0x22;
export const AMPERSAND = 0x26;
export const APOSTROPHE = 0x27;
export const SLASH = 0x2f;
export const SEMICOLON = 0x3b;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const BRACKET = 0x5d;
export const BYTE_ORDER_MARK = 0xfeff;

/** The first of the two noncharacter code units; lone surrogates do not occur here. */
const NO_CHARACTER = 0xfffe;

/** The ASCII characters that are plain, see {@link isPlain}. */
const PLAIN = new Uint8Array(128).fill(1, SPACE);
for (const char of '<&]"\'') PLAIN[char.charCodeAt(0)] = 0;

/** Whether it has no special meaning in text, CDATA sections and attribute values. */
export function isPlain(code: number): boolean {
  return code < 128 ? PLAIN[code] === 1 : code < NO_CHARACTER;
}

/** Returns the end of white space (XML 1.0 §2.3 [3]) from `at` on. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code !== SPACE && code !== LINE_FEED && code !== TAB && code !== CARRIAGE_RETURN) break;
  }
  return end;
}

/** Whether it may occur between `&` and `;`: `#`, ASCII digits and letters. */
export function isReferenceCharacter(code: number): boolean {
  return (
    code === 0x23 ||
    (code >= 0x30 && code <= 0x39) ||
    ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)
  );
}

/** @throws StreamFault if it is not an XML character (XML 1.0 §2.2) */
export function checkCharacter(code: number): void {
  if (code >= NO_CHARACTER || (code < SPACE && code !== TAB && code !== LINE_FEED)) {
    throw malformed('a disallowed character');
  }
}
