/**
 * What a search of all chats compares: words, by their beginnings; texts of scripts without blanks between the
 * words, by any part of them; and signs such as emoji, by themselves. All of it is folded (`base/fold.ts`).
 */
import { fold, FoldedText } from '../base/fold.ts';
import { beginningOf, endOf } from '../base/graphemes.ts';
import type { Message } from './history.ts';
import { isAscii } from '../base/ascii.ts';

/** A part of a text without blanks that a search asks for as one. */
export interface Segment {
  readonly kind: 'word' | 'dense' | 'sign';
  readonly text: string;
}

/** Scripts whose words follow each other without blanks, or are looked for in the middle, as in Korean. */
const DENSE =
  '(?=[\\p{L}\\p{N}\\p{M}])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Yiii}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}]';
const LETTER = `(?!${DENSE})[\\p{L}\\p{N}]`;
const MARKED = `(?!${DENSE})[\\p{L}\\p{N}\\p{M}]`;
/** Of ASCII, signs are punctuation to those who search. A flag is two letters. */
const SIGN = '\\p{RI}{2}|(?![\\0-\\x7f])[\\p{S}\\p{Co}\\p{Extended_Pictographic}]';
const SEGMENT = new RegExp(
  `(?<dense>(?:${DENSE})+)|(?<word>${LETTER}(?:${MARKED})*)|(?<sign>${SIGN})`,
  'gu',
);
/** The same for a text without dense scripts, which takes a fraction of the time. */
const PLAIN_SEGMENT = new RegExp(
  `(?<word>[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*)|(?<sign>${SIGN})`,
  'gu',
);
const HAS_DENSE = new RegExp(DENSE, 'u');
/** In UTF-16 code units: longer words are no words, and are told apart by their beginnings. */
const LONGEST_WORD = 64;
const LONG_ASCII_WORD = new RegExp(`([a-z0-9]{${LONGEST_WORD}})[a-z0-9]+`, 'giu');
/** Of a text, in UTF-16 code units: what comes later is found only in its chat. */
const MOST_INDEXED = 262_144;
/** What stands between neighbours of a text in another one. */
const BETWEEN = '[^\\p{L}\\p{N}]{0,20}?';
/** So much of a long text before and behind the place that was found. */
const AROUND = 1000;
/** So many parts of a search at most narrow it. */
const MOST_ASKED = 100;

/**
 * What an index keeps of a text, which holds a term in ASCII letters and digits, or other characters, between blanks.
 * Of a dense script, each two neighbours are a term, and the last of them.
 */
export function indexTerms(text: string): string {
  const indexed = text.slice(0, MOST_INDEXED);
  // Most texts: the index tells their words apart itself.
  if (isAscii(indexed)) return indexed.replace(LONG_ASCII_WORD, '$1');
  return segmentsOf(fold(indexed)).flatMap(termsOf).join(' ');
}

/** The terms that stand one behind the other where the text has this segment. */
function termsOf({ kind, text }: Segment): string[] {
  if (kind !== 'dense') return [text];
  const characters = Array.from(text);
  return characters.map((character, at) => character + (characters[at + 1] ?? ''));
}

/**
 * What is asked for: for each part without blanks, its segments, which stand one behind the other.
 * Empty where nothing that could be found is asked for.
 */
export function askedSegments(asked: string): readonly (readonly Segment[])[] {
  return fold(asked)
    .split(/\s+/u)
    .map(segmentsOf)
    .filter((segments) => segments.length > 0)
    .slice(0, MOST_ASKED);
}

/** The first place in a text where any of what is asked for stands, in UTF-16 code units. */
export function placeOfAny(text: string, asked: string): number | undefined {
  const pattern = patternOf(askedSegments(asked));
  if (!pattern) return undefined;
  const folded = new FoldedText(text);
  const { index } = pattern.exec(folded.folded) ?? {};
  return index === undefined ? undefined : folded.placeOf(index);
}

/** A message that was found: of a long body, what stands around the first of what was asked for. */
export function messageAround(message: Message, asked: string): Message {
  const { body, file } = message;
  if (body.length <= 2 * AROUND || body === file?.url) return message;
  const at = placeOfAny(body, asked) ?? 0;
  const from = Math.max(0, at - AROUND);
  const text = endOf(beginningOf(body, at + AROUND), Math.min(at + AROUND, body.length) - from);
  return { ...message, body: `${from > 0 ? '…' : ''}${text}` };
}

/** Whether a text has all that is asked for, as an index of {@link indexTerms} would tell. */
export function hasAll(text: string, asked: readonly (readonly Segment[])[]): boolean {
  const terms = segmentsOf(fold(text.slice(0, MOST_INDEXED))).flatMap(termsOf);
  return asked.every((segments) => {
    const wanted = wantedTerms(segments);
    return terms.some((_, at) =>
      wanted.terms.every((term, index) => {
        const found = terms[at + index];
        const isBeginning = wanted.isPrefix && index === wanted.terms.length - 1;
        return isBeginning ? found?.startsWith(term) === true : found === term;
      }),
    );
  });
}

/** The terms of a part of a search, one behind the other, and whether the last is only the beginning of one. */
export function wantedTerms(segments: readonly Segment[]): {
  readonly terms: readonly string[];
  readonly isPrefix: boolean;
} {
  const terms = segments.flatMap(termsOf);
  const last = segments.at(-1);
  // The text may go on behind what is asked for.
  const isPair = last?.kind === 'dense' && Array.from(last.text).length > 1;
  return { terms: isPair ? terms.slice(0, -1) : terms, isPrefix: !isPair && last?.kind !== 'sign' };
}

/** Finds in a folded text any of what is asked for. */
function patternOf(asked: readonly (readonly Segment[])[]): RegExp | undefined {
  if (asked.length === 0) return undefined;
  const places = asked.map((segments) => {
    const texts = segments.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, escapeCharacter));
    const isWord = segments[0]?.kind === 'word';
    return `${isWord ? `(?<!${MARKED})` : ''}${texts.join(BETWEEN)}`;
  });
  return new RegExp(places.join('|'), 'u');
}

function segmentsOf(folded: string): Segment[] {
  const pattern = HAS_DENSE.test(folded) ? SEGMENT : PLAIN_SEGMENT;
  return [...folded.matchAll(pattern)].map(({ groups = {}, 0: text }): Segment => {
    if (groups['dense'] !== undefined) return { kind: 'dense', text };
    if (groups['sign'] !== undefined) return { kind: 'sign', text };
    return { kind: 'word', text: wellFormed(text.slice(0, LONGEST_WORD)) };
  });
}

/** Without half a character at the end. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/u, '');
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
