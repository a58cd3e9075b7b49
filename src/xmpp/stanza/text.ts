/** Text at the border: what may go into a stanza, and what is taken out of one. */
import { shorten } from '../../base/graphemes.ts';
import { oneLine } from '../../base/oneLine.ts';

/** What XML 1.0 §2.2 cannot hold, lone surrogates included. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Controls other than tab and newline. */
const CONTROL = /[^\P{Cc}\t\n]/gu;
const MAX_ID_LENGTH = 1023;

/** Drops the characters that XML cannot hold: a single one, pasted, would end the stream. */
export function sendableText(text: string): string {
  return text.replace(NOT_XML, '');
}

/**
 * Drops control characters and writes every line end as `\n`. Text of more than `maxLength`
 * UTF-16 code units is cut and then ends with an ellipsis.
 */
export function receivedText(text: string, maxLength: number): string {
  return shorten(text.replace(/\r\n?/g, '\n').replace(CONTROL, ''), maxLength);
}

/** The same in one line, without space around it. */
export function receivedLine(text: string, maxLength: number): string {
  return receivedText(oneLine(text).trim(), maxLength);
}

/** An id that somebody else chose: `undefined` where it is absent, empty or of unfit length. */
export function receivedId(id: string | undefined): string | undefined {
  return id && id.length <= MAX_ID_LENGTH ? id : undefined;
}
