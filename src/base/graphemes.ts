/** Cuts texts between user-perceived characters: grapheme clusters (Unicode UAX #29 §3). */
import { lazy } from './lazy.ts';

const graphemes = lazy(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));
/** Number of UTF-16 code units after a position that decide whether it is within a grapheme. */
const CONTEXT = 64;
/** Maximum length of a grapheme; longer ones are no letters, but stacked marks. */
const LONGEST = 64;
const HALF_A_PAIR_AT_THE_END = /[\uD800-\uDBFF]$/u;
const HALF_A_PAIR_AT_THE_START = /^[\uDC00-\uDFFF]/u;

/** The grapheme around a position within `text`. */
function around(text: string, at: number): { readonly from: number; readonly to: number } {
  const { index = at, segment = '' } =
    graphemes()
      .segment(text.slice(0, at + CONTEXT))
      .containing(at) ?? {};
  return { from: index, to: index + segment.length };
}

/** The first whole graphemes of a text, at most `length` UTF-16 code units. */
export function beginningOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const { from } = around(text, length);
  if (length - from <= LONGEST && from > 0) return text.slice(0, from);
  return text.slice(0, length).replace(HALF_A_PAIR_AT_THE_END, '');
}

/** The last whole graphemes of a text, at most `length` UTF-16 code units. */
export function endOf(text: string, length: number): string {
  const at = text.length - length;
  if (at <= 0) return text;
  const { from, to } = around(text, at);
  if (from < at && to - from <= LONGEST) return text.slice(to);
  return text.slice(at).replace(HALF_A_PAIR_AT_THE_START, '');
}

/** Truncates a text to `length` UTF-16 code units, ending with an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${beginningOf(text, length - 1)}…`;
}

/** The grapheme at a position, or only its first character if marks are stacked on it. */
export function graphemeAt(text: string, at: number): string {
  const [{ segment } = { segment: '' }] = graphemes().segment(text.slice(at, at + CONTEXT));
  return segment.length < CONTEXT ? segment : String.fromCodePoint(text.codePointAt(at) ?? 0);
}
