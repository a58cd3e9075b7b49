/** Sanitizes text at the boundary: for outgoing stanzas, and from received ones. */
import { shorten } from '../../base/graphemes.ts';
import { ownText } from '../../base/ownText.ts';
import { oneLine } from '../../base/oneLine.ts';

/** Characters not allowed by XML 1.0 §2.2, lone surrogates included. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Controls other than tab and newline. */
const CONTROL = /[^\P{Cc}\t\n]/gu;
const MAX_ID_LENGTH = 1023;

/** Drops the characters not allowed in XML: a single one, pasted, would end the stream. */
export function sendableText(text: string): string {
  return text.replace(NOT_XML, '');
}

/**
 * Drops control characters and normalizes line ends to `\n`. Text of more than `maxLength`
 * UTF-16 code units is truncated and ends with an ellipsis.
 */
export function receivedText(text: string, maxLength: number): string {
  return ownText(shorten(text.replace(/\r\n?/g, '\n').replace(CONTROL, ''), maxLength));
}

/** As {@link receivedText}, in one line and trimmed. */
export function receivedLine(text: string, maxLength: number): string {
  return receivedText(oneLine(text).trim(), maxLength);
}

/** Validates a received id: `undefined` if it is absent, empty or too long. */
export function receivedId(id: string | undefined): string | undefined {
  return id && id.length <= MAX_ID_LENGTH ? ownText(id) : undefined;
}
