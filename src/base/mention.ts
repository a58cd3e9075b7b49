/**
 * Finds names in a text: what its author writes to an occupant, not what is quoted, or only part of a
 * link, an address or code. Takes time linear in the text for each name.
 */
import { addressesIn } from './addresses.ts';
import { isAscii } from './ascii.ts';
import { foldCase } from './fold.ts';

/** Maximum number of names, and of UTF-16 code units of each; more are ignored. */
const MAX_NAMES = 50;
const MAX_NAME_LENGTH = 1023;

/** Blocks of code and quotations (XEP-0393 §5.1). */
const FENCE = '```';
const QUOTED = /^ *>/u;
/** A span of code (XEP-0393 §5.2.5). */
const CODE = /(?<![^\s(*_~])`(?!\s)[^`]+(?<!\s)`/gu;
/** A piece of a line; and what makes it an address, such as of mail, or of a room's occupant. */
const PIECE = /[^\s<>()"'“”„«»,;:]+/gu;
const ADDRESS = /[\p{L}\p{M}\p{N}_.-]@[\p{L}\p{N}[]/u;

const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** Digits and marks of no script belong to any word that they are next to. */
const OF_ANY_SCRIPT = /[\p{N}\p{Script=Inherited}]/u;
/** Scripts written without spaces, or with endings added to names: a change of script ends a word. */
const UNSPACED = [
  /\p{Script=Han}/u,
  /\p{Script=Hiragana}/u,
  /\p{Script=Katakana}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Thai}/u,
  /\p{Script=Lao}/u,
  /\p{Script=Khmer}/u,
  /\p{Script=Myanmar}/u,
];

/**
 * Whether a text names one of these, as a whole word, whatever its case.
 *
 * @param names a nick and further words
 */
export function isNamedIn(text: string, names: readonly string[]): boolean {
  // Most messages mention no name: only those that contain it anywhere are matched by word.
  const folded = foldCase(text);
  const wanted = names
    .slice(0, MAX_NAMES)
    .map((name) => foldCase(name.trim()))
    .filter((name) => name !== '' && name.length <= MAX_NAME_LENGTH && folded.includes(name));
  if (wanted.length === 0) return false;
  const searched = foldCase(ownWords(text));
  return wanted.some((name) => hasWord(searched, name));
}

/** Where a text names this, as a whole word, whatever its case: each start, and the end after it. */
export function placesOf(name: string, text: string): readonly (readonly [number, number])[] {
  if (name === '' || name.length > MAX_NAME_LENGTH) return [];
  const found = text.matchAll(
    new RegExp(name.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`), 'giu'),
  );
  return [...found]
    .map(({ index, 0: { length } }) => [index, index + length] as const)
    .filter(([start, end]) => isWord(text, start, end));
}

/** The text without quotations, code, links and addresses. */
function ownWords(text: string): string {
  let isCode = false;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (isCode) isCode = line.trimEnd() !== FENCE;
    else if (line.startsWith(FENCE)) isCode = true;
    else if (!QUOTED.test(line)) lines.push(line.replace(CODE, ' '));
  }
  return withoutLinks(lines.join('\n')).replace(PIECE, (piece) =>
    ADDRESS.test(piece) ? ' ' : piece,
  );
}

function withoutLinks(text: string): string {
  const rest: string[] = [];
  let at = 0;
  for (const { text: link, index } of addressesIn(text)) {
    rest.push(text.slice(at, index));
    at = index + link.length;
  }
  return [...rest, text.slice(at)].join(' ');
}

function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (isWord(text, at, at + name.length)) return true;
  }
  return false;
}

/** Whether no word continues at either end of this part. */
function isWord(text: string, start: number, end: number): boolean {
  return (
    !isJoined(characterAt(text, start), characterBefore(text, start)) &&
    !isJoined(characterBefore(text, end), characterAt(text, end))
  );
}

/** Whether a name's outer character and its neighbour, empty if there is none, are of one word. */
function isJoined(outer: string, neighbour: string): boolean {
  if (!LETTER.test(neighbour)) return false;
  return OF_ANY_SCRIPT.test(neighbour) || scriptOf(outer) === scriptOf(neighbour);
}

/** Which of the scripts in {@link UNSPACED}; -1 for all others. */
function scriptOf(character: string): number {
  return isAscii(character) ? -1 : UNSPACED.findIndex((script) => script.test(character));
}

function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
}

function characterBefore(text: string, at: number): string {
  const isPair = (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00;
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}
