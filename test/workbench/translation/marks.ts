/** Reads a regular expression as a text, in which private characters stand for what is not text. */

/** Characters for parts of a regular expression that match any text, such as `.*`, and for its syntax. */
const [FIRST_WILDCARD, FIRST_SYNTAX, END] = [0xe000, 0xf000, 0xf800];
/** Those for anchors, groups and alternatives, which no text reaches across. */
export const SYNTAX = /([\uF000-\uF7FF])/u;
/** The escapes, classes, groups, quantifiers and other signs of a regular expression, or a character. */
const REGEXP_PART =
  /(?<atom>\\(?:[dDwWsSbBnrt]|[pP]\{[^}]*\})|\[(?:\\.|[^\]])*\]|\.)|(?<syntax>\(\?(?:<?[=!]|:)|[()|^$])|(?:\\(?<escaped>.)|(?<literal>[^]))/uy;
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/uy;

/** The text, and what each of the characters stands for. */
export function mark(source: string): { marked: string; marks: ReadonlyMap<string, string> } {
  const marks = new Map<string, string>();
  const next = { wildcard: FIRST_WILDCARD, syntax: FIRST_SYNTAX };
  const marking = (kind: keyof typeof next, what: string) => {
    const one = String.fromCharCode(next[kind]++);
    marks.set(one, what);
    return one;
  };
  let marked = '';
  let at = 0;
  while (at < source.length && next.syntax < END) {
    REGEXP_PART.lastIndex = at;
    const { 0: part = '', groups = {} } = REGEXP_PART.exec(source) ?? {};
    QUANTIFIER.lastIndex = at + part.length;
    const quantifier = QUANTIFIER.exec(source)?.[0] ?? '';
    at += part.length + quantifier.length;
    if (groups['atom'] !== undefined) marked += marking('wildcard', part + quantifier);
    else if (groups['syntax'] !== undefined || quantifier) {
      marked += marking('syntax', part + quantifier);
    } else marked += groups['escaped'] ?? groups['literal'] ?? '';
  }
  return { marked, marks };
}

/** Puts what the characters stand for back in their places. */
export function unmark(text: string, marks: ReadonlyMap<string, string>): string {
  return text.replaceAll(/[\uE000-\uF7FF]/gu, (one) => marks.get(one) ?? one);
}
