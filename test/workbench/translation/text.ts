/** A text of a catalogue, and how it is found in what a suite asks for. */

export const PLACEHOLDER = /\{(\w+)\}/u;
/** Placeholders for which only a number stands. */
const NUMBERS = /^(?:count|failed|most|length|shown|percent|added|changed)$/u;
const NUMBER = '[\\d.,\\uE000-\\uEFFF]+';
/** A text of a catalogue. */
export interface Text {
  readonly english: string;
  readonly translations: ReadonlySet<string>;
  /** Matches the English text with values in it. */
  readonly whole: Pattern;
  /** For each word of it, what begins there and may end before the last word. */
  readonly parts: readonly Pattern[];
  /** Whether all that is put into it are numbers. */
  readonly hasOnlyNumbers: boolean;
}

export interface Pattern {
  readonly regExp: RegExp;
  /** A word without which it matches nothing, so that few have to be tried. */
  readonly word: string;
}

/** @returns nothing for what consists of placeholders alone, which would be found everywhere */
export function textOf(english: string, translations: ReadonlySet<string>): Text | undefined {
  if (letters(withoutPlaceholders(english)) === 0) return undefined;
  return {
    ...{ english, translations },
    whole: { regExp: new RegExp(`^${valuesIn(english)}$`, 'u'), word: longestWord(english) },
    parts: partsOf(english),
    hasOnlyNumbers: placeholdersIn(english).every((name) => NUMBERS.test(name)),
  };
}

/** How many letters a text has. */
export function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** The source of a regular expression for a text. Quotes would end the selector that it becomes part of. */
export function escape(text: string): string {
  return text
    .replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
    .replaceAll(/["'<>`]/gu, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`)
    .replaceAll(/\s+/gu, '\\s+');
}

/** The source of a regular expression for a text, with a group for each placeholder. */
function valuesIn(english: string, seen = new Set<string>()): string {
  return english
    .split(/(\{\w+\})/u)
    .map((piece) => {
      const name = PLACEHOLDER.exec(piece)?.[1];
      if (name === undefined) return piece.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
      if (seen.has(name)) return `\\k<${name}>`;
      seen.add(name);
      return `(?<${name}>${NUMBERS.test(name) ? NUMBER : '.+?'})`;
    })
    .join('');
}

function partsOf(english: string): readonly Pattern[] {
  const words = english.split(' ');
  return words.map((_, first) => {
    const rest = words.slice(first);
    const seen = new Set<string>();
    const sources = rest.map((word) => {
      const [, inner = word, punctuation = ''] = /^(.*?)([.,:;…?!”]*)$/u.exec(word) ?? [];
      return valuesIn(inner, seen) + (punctuation && `(?:${valuesIn(punctuation)})?`);
    });
    const source = sources.reduceRight((end, one) => `${one}(?: ${end})?`);
    // What comes later need not be there.
    const begin = rest.findIndex((word) => letters(withoutPlaceholders(word)) > 0);
    const word = longestWord(rest.slice(begin, begin + 1).join(''));
    return { regExp: new RegExp(`^${source}$`, 'u'), word };
  });
}

function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
}

function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\{\w+\}/gu, ' ');
}

function longestWord(text: string): string {
  const words = withoutPlaceholders(text).match(/\p{L}+/gu) ?? [''];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest));
}
