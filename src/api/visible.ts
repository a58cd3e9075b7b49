import { t } from '../base/l10n.ts';

/**
 * Characters that others can write but a reader cannot see: those that reorder the text around them
 * (Unicode UAX #9 §2), those without a glyph (UAX #44, Default_Ignorable_Code_Point), and combining
 * marks stacked until they cover neighbouring letters. With them a name could pass for another, and
 * code pretend to do something else; so they are shown.
 */
const HIDDEN =
  /((?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufffc])\1*|(?<=\p{M}{6})\p{M}+/gu;
/** A quick test: most texts contain none. */
const ANY = new RegExp(HIDDEN.source, 'u');

const JOINER = /^[\u200b-\u200d]$/u;
const MARK_OF_DIRECTION = /^[\u061c\u200e\u200f]$/u;
const VARIATION = /^\p{Variation_Selector}$/u;
const TAG = /^[\u{e0020}-\u{e007f}]$/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Precedes a valid joiner or line break opportunity: letters of some scripts, and emoji. A
 * lookbehind, since V8 15.6 fails to match a class with characters beyond the BMP right before `$`.
 */
const JOINED =
  /(?<=(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}]|[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])$/u;
/** Precedes a valid variation selector. */
const VARIED = /(?<=(?![A-Za-z])[\p{L}\p{N}\p{S}\p{P}])$/u;
/** The flag of a region is written with its letters as tags (UTS #51 §C.1). */
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007e}]{0,10}$/u;
/** Number of UTF-16 code units before a character that decide whether it is valid there. */
const CONTEXT = 24;

/** `text` with all invisible characters shown, except for those that scripts and emoji need. */
export function makeVisible(text: string): string {
  if (!ANY.test(text)) return text;
  const hasDirections = RIGHT_TO_LEFT.test(text);
  return text.replace(HIDDEN, (run: string, one: string | undefined, at: number) => {
    if (one === undefined) return t('[+{count} marks]', { count: run.length });
    const belongs =
      (hasDirections && MARK_OF_DIRECTION.test(one)) ||
      belongsBehind(text.slice(Math.max(0, at - CONTEXT), at), one);
    const count = run.length / one.length - Number(belongs);
    return (belongs ? one : '') + nameOf(one, count);
  });
}

function belongsBehind(before: string, one: string): boolean {
  return (
    (JOINER.test(one) && JOINED.test(before)) ||
    (VARIATION.test(one) && VARIED.test(before)) ||
    (TAG.test(one) && FLAG.test(before))
  );
}

/** The code point of an invisible character, in brackets, such as `[U+202E]`, and its count. */
function nameOf(character: string, count: number): string {
  if (count === 0) return '';
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return count === 1 ? `[U+${code}]` : `[${count} × U+${code}]`;
}

/** The properties of the editor's objects that are shown to the user. */
const SHOWN: readonly string[] =
  'label description detail title message tooltip prompt placeHolder'.split(' ');

/**
 * {@link makeVisible} for a string, for the shown properties of an object, and for each item of a
 * list. A value that needs no change is returned as is.
 */
export function shown<T>(value: T): T {
  if (typeof value === 'string') return makeVisible(value) as T;
  if (Array.isArray(value)) {
    const all = value.map((item: unknown) => shown(item));
    return (all.some((item, at) => item !== value[at]) ? all : value) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  const changed = Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const visible = typeof part === 'string' && SHOWN.includes(key) ? makeVisible(part) : part;
    return visible === part ? [] : [[key, visible] as const];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}
