// XEP-0426: Character counting in message bodies, version 0.3.0
// https://xmpp.org/extensions/xep-0426.html

/** A range of a text, `end` exclusive; in UTF-16 code units unless stated otherwise. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Converts ranges of a text from Unicode code points to UTF-16 code units, in one pass; positions
 * beyond the end of the text are moved there.
 */
export function toUnits(ranges: readonly TextRange[], text: string): readonly TextRange[] {
  if (ranges.length === 0) return ranges;
  const places = ranges.flatMap(({ start, end }) => [start, end]).sort((a, b) => a - b);
  const offsets = new Map<number, number>();
  let position = 0;
  let offset = 0;
  for (const place of places) {
    for (; position < place && offset < text.length; position += 1) {
      offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    }
    offsets.set(place, offset);
  }
  return ranges.map(({ start, end }) => ({
    start: offsets.get(start) ?? text.length,
    end: offsets.get(end) ?? text.length,
  }));
}

/** Converts a range of a text from UTF-16 code units to Unicode code points. */
export function toCodePoints({ start, end }: TextRange, text: string): TextRange {
  const before = Array.from(text.slice(0, start)).length;
  return { start: before, end: before + Array.from(text.slice(start, end)).length };
}
