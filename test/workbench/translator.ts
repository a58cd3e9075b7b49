/**
 * Lets the suites, which ask for English texts, drive a workbench in another language: the English
 * texts are the keys of the catalogues. What is in none stays as it is: names, messages, and VS
 * Code's own texts.
 */

/** English texts and their translations; an English text may have several, each for a place. */
export type Pairs = Iterable<readonly [english: string, translation: string]>;

/** Characters for parts of a regular expression that match any text, such as `.*`, and for its syntax. */
const [FIRST_WILDCARD, FIRST_SYNTAX, END] = [0xe000, 0xf000, 0xf800];
/** An anchor, a group or an alternative, which no text reaches across. */
const SYNTAX = /([\uF000-\uF7FF])/u;
const PLACEHOLDER = /\{(\w+)\}/u;
/** What is between texts, and what VS Code has around them. */
const SEPARATOR = /(\/|, | · |: |; | - | \(|\) ?|\.$| Section$|\n|[\uE000-\uEFFF])/u;
/** Placeholders for which only a number stands. */
const NUMBERS = /^(?:count|failed|most|length|shown|percent|added|changed|messages)$/u;
const NUMBER = '[\\d.,\\uE000-\\uEFFF]+';
/**
 * Fewer letters of a text, of one with values in it, or of a part of one may be of a message or a name,
 * too, such as “You” and “in”.
 */
const CERTAIN_LETTERS = { whole: 4, values: 6, part: 16 };
/** A part of a text has at least so many letters and words of it. */
const PART_LETTERS = 6;
const PART_WORDS = 2;
/** The escapes, classes, groups, quantifiers and other signs of a regular expression, or a character. */
const REGEXP_PART =
  /(?<atom>\\(?:[dDwWsSbBnrt]|[pP]\{[^}]*\})|\[(?:\\.|[^\]])*\]|\.)|(?<syntax>\(\?(?:<?[=!]|:)|[()|^$])|(?:\\(?<escaped>.)|(?<literal>[^]))/uy;
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/uy;

/** A text of a catalogue. */
interface Text {
  readonly english: string;
  readonly translations: ReadonlySet<string>;
  /** Matches the English text with values in it. */
  readonly whole: Pattern;
  /** For each word of it, what begins there and may end before the last word. */
  readonly parts: readonly Pattern[];
  /** Whether all that is put into it are numbers. */
  readonly hasOnlyNumbers: boolean;
}

interface Pattern {
  readonly regExp: RegExp;
  /** A word without which it matches nothing, so that few have to be tried. */
  readonly word: string;
}

interface Found {
  readonly text: Text;
  readonly values: ReadonlyMap<string, string>;
  /** How many letters of the catalogue's text are in it. */
  readonly letters: number;
}

export class Translator {
  readonly #language: string;
  readonly #texts = new Map<string, Text>();
  readonly #known = new Map<string, string>();

  constructor(language: string, pairs: Pairs) {
    this.#language = language;
    const all = new Map<string, Set<string>>();
    for (const [english, translation] of pairs) {
      all.set(english, (all.get(english) ?? new Set()).add(translation));
    }
    for (const [english, translations] of all) {
      if (letters(withoutPlaceholders(english)) === 0) continue;
      this.#texts.set(english, {
        ...{ english, translations },
        whole: { regExp: new RegExp(`^${valuesIn(english)}$`, 'u'), word: longestWord(english) },
        parts: partsOf(english),
        hasOnlyNumbers: placeholdersIn(english).every((name) => NUMBERS.test(name)),
      });
    }
  }

  /**
   * What shows where English would show this text, or part of it.
   * @param isWhole whether it is the whole of what shows
   */
  pattern(text: string | RegExp, isWhole = false): RegExp {
    if (typeof text === 'string') {
      const source = this.#translate(text);
      return new RegExp(isWhole ? `^\\s*${source}\\s*$` : source, isWhole ? '' : 'i');
    }
    const { marked, marks } = mark(text.source);
    const source = this.#translate(marked).replaceAll(/[\uE000-\uF7FF]/gu, (one) => {
      return marks.get(one) ?? one;
    });
    return new RegExp(source, text.flags);
  }

  /** The translation of a text, which is typed; the text itself when it has none. */
  typed(text: string): string {
    const [first] = this.#texts.get(text)?.translations ?? [];
    return first ?? text;
  }

  /** The source of a regular expression for a text in which marks may stand. */
  #translate(text: string): string {
    return text
      .split(SYNTAX)
      .map((run) => (SYNTAX.test(run) ? run : this.#run(run)))
      .join('');
  }

  #run(text: string): string {
    if (letters(text) === 0) return escape(this.#number(text));
    let source = this.#known.get(text);
    if (source === undefined) {
      source = this.#exact(text) ?? this.#withValues(text) ?? this.#pieces(text);
      this.#known.set(text, source);
    }
    return source;
  }

  #exact(text: string): string | undefined {
    const found = this.#texts.get(text);
    if (!found) return undefined;
    const sources = [...found.translations].map(escape);
    // It may show as a part of a longer one.
    const longer = this.#parts(text).filter((part) => part.letters === letters(text));
    sources.push(...longer.map((part) => this.#fill(part)));
    return oneOf(letters(text) < CERTAIN_LETTERS.whole ? [...sources, escape(text)] : sources);
  }

  /** A text with its values, or part of one. */
  #withValues(text: string): string | undefined {
    const whole = this.#best(text, (each) => [each.whole]);
    const parts = this.#parts(text);
    const [inWhole, inPart] = [whole, parts].map((found) => found[0]?.letters ?? 0) as [
      number,
      number,
    ];
    const likely = inPart >= PART_LETTERS && inPart > inWhole ? parts : whole;
    if (likely.length === 0) return undefined;
    const sources = likely.map((found) => this.#fill(found));
    const isCertain =
      likely === parts
        ? inPart >= CERTAIN_LETTERS.part
        : inWhole >= CERTAIN_LETTERS.values || whole.some((one) => one.text.hasOnlyNumbers);
    return oneOf(isCertain ? sources : [...sources, this.#pieces(text)]);
  }

  #parts(text: string): readonly Found[] {
    return text.split(' ').length < PART_WORDS ? [] : this.#best(text, (each) => each.parts);
  }

  /** The texts of which most is in this one. */
  #best(text: string, patterns: (text: Text) => readonly Pattern[]): readonly Found[] {
    const found: Found[] = [];
    for (const each of this.#texts.values()) {
      for (const { regExp, word } of patterns(each)) {
        const match = text.includes(word) ? regExp.exec(text) : null;
        if (!match) continue;
        const values = new Map(
          Object.entries(match.groups ?? {}).filter(([, value]) => Boolean(value)),
        );
        const own = letters(text) - letters([...values.values()].join(''));
        if (own > 0) found.push({ text: each, values, letters: own });
      }
    }
    const most = Math.max(...found.map((one) => one.letters));
    return found.filter((one) => one.letters === most);
  }

  /** The translations, with the values that are known. */
  #fill({ text, values }: Found): string {
    const sources = [...text.translations].map((translation) =>
      translation
        .split(/(\{\w+\})/u)
        .map((piece) => {
          const name = PLACEHOLDER.exec(piece)?.[1];
          if (name === undefined) return escape(piece);
          const value = values.get(name);
          return value === undefined ? '[^]*' : this.#run(value);
        })
        .join(''),
    );
    return oneOf(sources);
  }

  /** What consists of several texts: at each place the longest one that is known. */
  #pieces(text: string): string {
    const pieces = text.split(SEPARATOR);
    let source = '';
    for (let at = 0; at < pieces.length;) {
      let end = pieces.length;
      let known: string | undefined;
      for (; end > at && known === undefined; end--) {
        const part = pieces.slice(at, end).join('');
        if (part !== text && letters(part) > 0) known = this.#exact(part) ?? this.#withValues(part);
      }
      source += known ?? escape(this.#number(pieces[at] ?? ''));
      at = known === undefined ? at + 1 : end + 1;
    }
    return source;
  }

  /** A number as the language writes it. */
  #number(text: string): string {
    if (!/^\d{1,3}(?:,\d{3})*(?:\.\d+)?$/u.test(text)) return text;
    const [, decimals = ''] = text.split('.');
    return Number(text.replaceAll(',', '')).toLocaleString(this.#language, {
      minimumFractionDigits: decimals.length,
    });
  }
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

function oneOf(sources: readonly string[]): string {
  const [first = '', ...others] = new Set(sources);
  return others.length === 0 ? first : `(?:${[first, ...others].join('|')})`;
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

/** A regular expression as a text, with marks for what is not text. */
function mark(source: string): { marked: string; marks: ReadonlyMap<string, string> } {
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
