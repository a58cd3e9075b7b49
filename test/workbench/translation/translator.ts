/**
 * Lets the suites, which ask for English texts, drive a workbench in another language: the English
 * texts are the keys of the catalogues. What is in none stays as it is: names, messages, and VS
 * Code's own texts.
 */
import { mark, SYNTAX, unmark } from './marks.ts';
import { escape, letters, type Pattern, PLACEHOLDER, type Text, textOf } from './text.ts';

/** English texts and their translations; an English text may have several, each for a place. */
export type Pairs = Iterable<readonly [english: string, translation: string]>;

/** What is between texts, and what VS Code has around them. */
const SEPARATOR = /(\/|, | · |: |; | - | \(|\) ?|\.$| Section$|\n|[\uE000-\uEFFF])/u;
/**
 * Fewer letters of a text, of one with values in it, or of a part of one may be of a message or a name,
 * too, such as “You” and “in”.
 */
const CERTAIN_LETTERS = { whole: 4, values: 6, part: 16 };
/** A part of a text has at least so many letters and words of it. */
const PART_LETTERS = 6;
const PART_WORDS = 2;
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
      const text = textOf(english, translations);
      if (text) this.#texts.set(english, text);
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
    return new RegExp(unmark(this.#translate(marked), marks), text.flags);
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
    const inWhole = whole[0]?.letters ?? 0;
    const inPart = parts[0]?.letters ?? 0;
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

function oneOf(sources: readonly string[]): string {
  const [first = '', ...others] = new Set(sources);
  return others.length === 0 ? first : `(?:${[first, ...others].join('|')})`;
}
