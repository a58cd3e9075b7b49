/**
 * What a search of all chats compares: words, by prefix; scripts without blanks between words, by
 * any part; and symbols such as emoji, individually. All text is folded (`base/fold.ts`).
 */
import { fold, FoldedText } from '../base/fold.ts';
import { beginningOf, endOf } from '../base/graphemes.ts';
import type { Message, SearchQuery } from './history.ts';
import { isAscii } from '../base/ascii.ts';

/** A unit of a search, within a part without blanks. */
export interface Segment {
  readonly kind: 'word' | 'dense' | 'sign';
  readonly text: string;
}

/** Scripts without blanks between words, or searched in the middle of words, as Korean is. */
const DENSE =
  '(?=[\\p{L}\\p{N}\\p{M}])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Yiii}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}]';
const LETTER = `(?!${DENSE})[\\p{L}\\p{N}]`;
const MARKED = `(?!${DENSE})[\\p{L}\\p{N}\\p{M}]`;
/** ASCII symbols count as punctuation in a search. A flag is two regional indicators. */
const SIGN = '\\p{RI}{2}|(?![\\0-\\x7f])[\\p{S}\\p{Co}\\p{Extended_Pictographic}]';
const SEGMENT = new RegExp(
  `(?<dense>(?:${DENSE})+)|(?<word>${LETTER}(?:${MARKED})*)|(?<sign>${SIGN})`,
  'gu',
);
/** The same for a text without dense scripts, in a fraction of the time. */
const PLAIN_SEGMENT = new RegExp(
  `(?<word>[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*)|(?<sign>${SIGN})`,
  'gu',
);
const HAS_DENSE = new RegExp(DENSE, 'u');
/** Maximum word length, in UTF-16 code units: longer ones are no words, and are truncated. */
const LONGEST_WORD = 64;
const LONG_ASCII_WORD = new RegExp(`([a-z0-9]{${LONGEST_WORD}})[a-z0-9]+`, 'giu');
/** Maximum indexed text, in UTF-16 code units: what follows is found only within its chat. */
const MAX_INDEXED = 262_144;
/** What may separate consecutive segments in a text. */
const BETWEEN = '[^\\p{L}\\p{N}]{0,20}?';
/** Text around a match in a long text, before and after, in UTF-16 code units. */
const AROUND = 1000;
/** Maximum number of parts of a query that are used. */
const MAX_PARTS = 100;

/**
 * The indexed form of a text: terms of ASCII letters and digits, or of other characters, separated
 * by blanks. In a dense script, each pair of neighbours is a term, and the last character.
 */
export function indexTerms(text: string): string {
  const indexed = text.slice(0, MAX_INDEXED);
  // Most texts: the index tokenizes them itself.
  if (isAscii(indexed)) return indexed.replace(LONG_ASCII_WORD, '$1');
  return segmentsOf(fold(indexed)).flatMap(termsOf).join(' ');
}

/** The consecutive terms of a segment. */
function termsOf({ kind, text }: Segment): string[] {
  if (kind !== 'dense') return [text];
  const characters = Array.from(text);
  return characters.map((character, at) => character + (characters[at + 1] ?? ''));
}

/**
 * Parses a query: for each part without blanks, its segments, which match consecutively. Empty if
 * it has nothing searchable.
 */
export function askedSegments(asked: string): readonly (readonly Segment[])[] {
  return fold(asked)
    .split(/\s+/u)
    .map(segmentsOf)
    .filter((segments) => segments.length > 0)
    .slice(0, MAX_PARTS);
}

/** The first position in a text that matches any part of a query, in UTF-16 code units. */
export function placeOfAny(text: string, asked: string): number | undefined {
  const pattern = patternOf(askedSegments(asked));
  if (!pattern) return undefined;
  const folded = new FoldedText(text);
  const { index } = pattern.exec(folded.folded) ?? {};
  return index === undefined ? undefined : folded.placeOf(index);
}

/** A search result: a long body is cut to the surroundings of the first match. */
export function messageAround(message: Message, asked: string): Message {
  const { body, file } = message;
  if (body.length <= 2 * AROUND || body === file?.url) return message;
  const at = placeOfAny(body, asked) ?? 0;
  const from = Math.max(0, at - AROUND);
  const text = endOf(beginningOf(body, at + AROUND), Math.min(at + AROUND, body.length) - from);
  return { ...message, body: `${from > 0 ? '…' : ''}${text}` };
}

/** Whether a text matches all parts of a query, like an index of {@link indexTerms}. */
export function hasAll(text: string, asked: readonly (readonly Segment[])[]): boolean {
  const terms = segmentsOf(fold(text.slice(0, MAX_INDEXED))).flatMap(termsOf);
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

/** The consecutive terms of a part of a query, and whether the last one is a prefix. */
export function wantedTerms(segments: readonly Segment[]): {
  readonly terms: readonly string[];
  readonly isPrefix: boolean;
} {
  const terms = segments.flatMap(termsOf);
  const last = segments.at(-1);
  // The text may continue after the query.
  const isPair = last?.kind === 'dense' && Array.from(last.text).length > 1;
  return { terms: isPair ? terms.slice(0, -1) : terms, isPrefix: !isPair && last?.kind !== 'sign' };
}

/** Matches any part of a query in a folded text. */
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

/** Removes half a surrogate pair from the end. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/u, '');
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether a message is by one of the authors that a search asks for; by all if it names none. */
export function isByAsked(
  { sender, nick = '' }: Pick<Message, 'sender' | 'nick'>,
  { senders, nicks }: Pick<SearchQuery, 'senders' | 'nicks'>,
): boolean {
  if (!senders && !nicks) return true;
  if (senders?.includes(sender) === true) return true;
  if (!nicks || nick === '') return false;
  const folded = fold(nick);
  return nicks.some((text) => folded.includes(fold(text)));
}
