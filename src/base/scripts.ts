import { isAscii } from './ascii.ts';
import { lazy } from './lazy.ts';

/** Scripts in current use for names (UAX #31, table 5), and those that are combined. */
const scripts = lazy((): readonly (readonly [name: string, letters: RegExp])[] => [
  ['Latin', /\p{scx=Latin}/u],
  ['Cyrillic', /\p{scx=Cyrillic}/u],
  ['Greek', /\p{scx=Greek}/u],
  ['Arabic', /\p{scx=Arabic}/u],
  ['Armenian', /\p{scx=Armenian}/u],
  ['Bengali', /\p{scx=Bengali}/u],
  ['Devanagari', /\p{scx=Devanagari}/u],
  ['Ethiopic', /\p{scx=Ethiopic}/u],
  ['Georgian', /\p{scx=Georgian}/u],
  ['Gujarati', /\p{scx=Gujarati}/u],
  ['Gurmukhi', /\p{scx=Gurmukhi}/u],
  ['Hebrew', /\p{scx=Hebrew}/u],
  ['Kannada', /\p{scx=Kannada}/u],
  ['Khmer', /\p{scx=Khmer}/u],
  ['Lao', /\p{scx=Lao}/u],
  ['Malayalam', /\p{scx=Malayalam}/u],
  ['Myanmar', /\p{scx=Myanmar}/u],
  ['Oriya', /\p{scx=Oriya}/u],
  ['Sinhala', /\p{scx=Sinhala}/u],
  ['Tamil', /\p{scx=Tamil}/u],
  ['Telugu', /\p{scx=Telugu}/u],
  ['Thaana', /\p{scx=Thaana}/u],
  ['Thai', /\p{scx=Thai}/u],
  ['Tibetan', /\p{scx=Tibetan}/u],
  // Japanese, Chinese and Korean each combine several (UTS #39 §5.1).
  ['East Asian', /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u],
]);
/** All others may be combined with Latin, as in product names; letters of these look Latin. */
const NOT_BESIDE_LATIN = ['Cyrillic', 'Greek'];
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const LETTER = /\p{L}/gu;

/**
 * Whether a part of an address mixes scripts as no language does: more than the level "moderately
 * restrictive" of UTS #39 §5.2 allows. Each word is checked separately.
 */
export function mixesScripts(address: string): boolean {
  return !isAscii(address) && (address.match(WORD) ?? []).some(isMixed);
}

function isMixed(word: string): boolean {
  const letters = [...new Set(word.match(LETTER))];
  // A letter used in several scripts matches each of them.
  const possible = letters.map((letter) =>
    scripts()
      .filter(([, pattern]) => pattern.test(letter))
      .map(([name]) => name),
  );
  const known = possible.filter((names) => names.length > 0);
  const isOf = (...names: readonly string[]) =>
    known.every((some) => some.some((name) => names.includes(name)));
  return !scripts().some(([name]) =>
    NOT_BESIDE_LATIN.includes(name) ? isOf(name) : isOf(name, 'Latin'),
  );
}
