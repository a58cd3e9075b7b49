// XEP-0428: Fallback Indication, version 0.2.1
// https://xmpp.org/extensions/xep-0428.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { type TextRange, toUnits } from './0426-characterCounting.ts';

const NS = 'urn:xmpp:fallback:0';
const POSITION = /^[0-9]{1,9}$/;
/** Maximum number of fallback ranges; a message has one for each of its extensions. */
const MAX_RANGES = 16;

/**
 * The ranges of a body that are a fallback for an extension, in UTF-16 code units, sorted and
 * disjoint. The extension must be supported and present in the message: other fallbacks are text
 * to be shown.
 */
export function parseFallback(
  message: Element,
  extension: string,
  body: string,
): readonly TextRange[] {
  const fallbacks = message.getChildren('fallback', NS);
  if (fallbacks.length === 0) return [];
  const ranges = fallbacks
    .filter(({ attrs }) => attrs['for'] === extension)
    .flatMap(rangesOf)
    .slice(0, MAX_RANGES);
  return inUnits(ranges, body);
}

/** The text without these ranges, in any order. */
export function withoutRanges(text: string, ranges: readonly TextRange[]): string {
  if (ranges.length === 0) return text;
  let rest = '';
  let at = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return rest + text.slice(at);
}

/**
 * Marks a body, or a part of it, as a fallback for clients without an extension.
 *
 * @param extension its namespace
 * @param range in Unicode code points (XEP-0426)
 */
export function buildFallback(extension: string, range?: TextRange): Element {
  const { start, end } = range ?? {};
  return xml(
    'fallback',
    { xmlns: NS, for: extension },
    range && xml('body', { start: String(start), end: String(end) }),
  );
}

export const fallbackModule: Module = { xep: 'XEP-0428', features: [NS] };

/**
 * Parses ranges in Unicode code points (XEP-0426). Without children, all of the body and subject is
 * meant; by a child without attributes, all of its text.
 */
function rangesOf(fallback: Element): readonly TextRange[] {
  const all = { start: 0, end: Infinity };
  if (fallback.getChildElements().length === 0) return [all];
  return fallback.getChildren('body', NS).flatMap(({ attrs: { start, end } }) => {
    if (start === undefined && end === undefined) return [all];
    if (!POSITION.test(start ?? '') || !POSITION.test(end ?? '')) return [];
    return [{ start: Number(start), end: Number(end) }];
  });
}

/** Converts code points to code units; without what is empty, or covered by an earlier range. */
function inUnits(ranges: readonly TextRange[], text: string): readonly TextRange[] {
  const sorted = toUnits(
    ranges.toSorted((a, b) => a.start - b.start),
    text,
  );
  const found: TextRange[] = [];
  let at = 0;
  for (const range of sorted) {
    const start = Math.max(at, range.start);
    if (range.end > start) found.push({ start, end: range.end });
    at = Math.max(start, range.end);
  }
  return found;
}
