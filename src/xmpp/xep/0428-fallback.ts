// XEP-0428: Fallback Indication, version 0.2.1
// https://xmpp.org/extensions/xep-0428.html
import { type Element, xml } from '../xml.ts';
import { passiveModule } from './passive.ts';

const NS = 'urn:xmpp:fallback:0';
const POSITION = /^[0-9]{1,9}$/;
/** A message has one such part for each extension in it. */
const MAX_RANGES = 16;

/** A part of a body, in Unicode code points (XEP-0426), `end` not included. */
export interface BodyRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of the body that stand in for the extensions named, in any order. Only those that we
 * understand and that the message really carries are to be named: the rest are words to be read.
 */
export function parseFallback(
  message: Element,
  extensions: readonly string[],
): readonly BodyRange[] {
  return message
    .getChildren('fallback', NS)
    .filter(({ attrs }) => extensions.includes(attrs['for'] ?? ''))
    .flatMap(rangesOf)
    .slice(0, MAX_RANGES);
}

/** The text without these parts. A part beyond the end of the text removes nothing. */
export function withoutRanges(text: string, ranges: readonly BodyRange[]): string {
  let position = 0;
  let offset = 0;
  const advance = (to: number) => {
    for (; position < to && offset < text.length; position += 1) {
      offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    }
    return offset;
  };
  let rest = '';
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(offset, advance(start));
    advance(end);
  }
  return rest + text.slice(offset);
}

/**
 * Says that a body, or a part of it, is there only for clients without an extension.
 *
 * @param extension its namespace.
 */
export function buildFallback(extension: string, range?: BodyRange): Element {
  const { start, end } = range ?? {};
  return xml(
    'fallback',
    { xmlns: NS, for: extension },
    range && xml('body', { start: String(start), end: String(end) }),
  );
}

export const fallbackModule = passiveModule('XEP-0428', [NS]);

/** Without children it is all of the body and subject; a child without attributes all of its own. */
function rangesOf(fallback: Element): readonly BodyRange[] {
  const all = { start: 0, end: Infinity };
  if (fallback.getChildElements().length === 0) return [all];
  return fallback.getChildren('body', NS).flatMap(({ attrs: { start, end } }) => {
    if (start === undefined && end === undefined) return [all];
    if (!POSITION.test(start ?? '') || !POSITION.test(end ?? '')) return [];
    return [{ start: Number(start), end: Number(end) }];
  });
}
