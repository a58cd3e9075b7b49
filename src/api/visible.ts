/**
 * What others can write and a reader cannot see: characters that reorder the text around them
 * (Unicode UAX #9 §2), that have no form of their own (UAX #44, Default_Ignorable_Code_Point), and
 * marks heaped upon a letter until they cover its neighbours. A name that hides behind them could
 * pass for another one, and code say what it does not do; so they are shown.
 */
const HIDDEN =
  /((?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufffc])\1*|(?<=\p{M}{6})\p{M}+/gu;
/** Nothing of it is in most texts. */
const ANY = new RegExp(HIDDEN.source, 'u');

const JOINER = /^[\u200b-\u200d]$/u;
const MARK_OF_DIRECTION = /^[\u061c\u200e\u200f]$/u;
const VARIATION = /^\p{Variation_Selector}$/u;
const TAG = /^[\u{e0020}-\u{e007f}]$/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * What a joiner, or a place to break a line, belongs behind: letters of some scripts, and emoji. By a
 * lookbehind, since V8 15.6 does not find a class of characters beyond the first plane right before `$`.
 */
const JOINED =
  /(?<=(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}]|[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])$/u;
/** What has several forms to choose from. */
const VARIED = /(?<=(?![A-Za-z])[\p{L}\p{N}\p{S}\p{P}])$/u;
/** The flag of a region is written with its letters as tags (UTS #51 §C.1). */
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007e}]{0,10}$/u;
/** So many UTF-16 code units before a character say whether it belongs there. */
const CONTEXT = 24;

/** `text` with everything visible that cannot be seen, but for what scripts and emoji are made with. */
export function makeVisible(text: string): string {
  if (!ANY.test(text)) return text;
  const hasDirections = RIGHT_TO_LEFT.test(text);
  return text.replace(HIDDEN, (run: string, one: string | undefined, at: number) => {
    if (one === undefined) return `[+${run.length} marks]`;
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

/** The code point of a hidden character, in brackets, such as `[U+202E]`, and how often it is there. */
function nameOf(character: string, count: number): string {
  if (count === 0) return '';
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return count === 1 ? `[U+${code}]` : `[${count} × U+${code}]`;
}

/** What of the editor's objects is read by the user. */
const SHOWN: readonly string[] =
  'label description detail title message tooltip prompt placeHolder'.split(' ');

/**
 * {@link makeVisible} for a string, for what is shown of an object, and for each item of a list.
 * What needs no change is given back as it is.
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
