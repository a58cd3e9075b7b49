/** Flag of characters that may begin a name. */
const START = 1;
/** Flag of characters that may occur within a name. */
const PART = 2;

/** The flags of each ASCII character (XML 1.0 §2.3 [4], [4a]). */
const ASCII = new Uint8Array(128);
for (const char of ':_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  ASCII[char.charCodeAt(0)] = START | PART;
}
for (const char of '-.0123456789') ASCII[char.charCodeAt(0)] = PART;

/** First and last characters of the non-ASCII ranges that may begin names (XML 1.0 §2.3 [4]). */
const START_RANGES = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
] as const;
/** The same for characters within names (XML 1.0 §2.3 [4a]). */
const PART_RANGES = [...START_RANGES, [0xb7, 0xb7], [0x300, 0x36f], [0x203f, 0x2040]] as const;

/** Maximum length of cached names; real names are shorter. */
const MAX_KEPT = 48;
const KEPT_NAMES = 512;

/** The name of an element or an attribute (Namespaces in XML 1.0 §4). */
export interface Name {
  readonly text: string;
  /** Empty if none. */
  readonly prefix: string;
  readonly local: string;
}

/** @param code of a character */
export function isNameStart(code: number): boolean {
  if (code < 128) return ((ASCII[code] ?? 0) & START) !== 0;
  return START_RANGES.some(([first, last]) => code >= first && code <= last);
}

/** Returns the end of name characters from `at` on. */
export function skipNameCharacters(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (ASCII[code] === 0) break;
      end += 1;
    } else {
      const point = text.codePointAt(end) ?? 0;
      if (!PART_RANGES.some(([first, last]) => point >= first && point <= last)) break;
      end += point > 0xffff ? 2 : 1;
    }
  }
  return end;
}

/** Parses a name; `undefined` if it is not a qualified name. */
export function parseName(text: string): Name | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return { text, prefix: '', local: text };
  const local = text.slice(colon + 1);
  if (colon === 0 || local.includes(':') || !isNameStart(local.codePointAt(0) ?? 0)) {
    return undefined;
  }
  return { text, prefix: text.slice(0, colon), local };
}

/**
 * A cache of names, since a stream repeats the same few: avoids a new string for each, and strings
 * that retain the text they were sliced from.
 */
export class NameTable {
  readonly #names = new Array<Name | undefined>(KEPT_NAMES).fill(undefined);

  /** The name between `from` and `to` (exclusive); `undefined` if it is invalid. */
  find(text: string, from: number, to: number): Name | undefined {
    if (to - from > MAX_KEPT) return parseName(text.slice(from, to));
    let hash = to - from;
    for (let at = from; at < to; at += 1) hash = (hash * 31 + text.charCodeAt(at)) | 0;
    const slot = (hash ^ (hash >>> 9)) & (KEPT_NAMES - 1);
    const kept = this.#names[slot];
    if (kept?.text.length === to - from && text.startsWith(kept.text, from)) return kept;
    const name = parseName(keyOf(text.slice(from, to)));
    if (name) this.#names[slot] = name;
    return name;
  }
}

/** Interns a string, as engines do with object keys: stored once, flat, and fast to compare. */
function keyOf(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
