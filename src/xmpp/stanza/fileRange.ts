import { StanzaError } from './stanzaError.ts';
import { type Element, xml } from './xml.ts';

/** A part of a file, in bytes. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * Parses the part that a recipient asks for (XEP-0096 §3, XEP-0234 §6.4); without a length, it goes
 * on to the end.
 *
 * @param range absent or without attributes: the whole
 * @throws StanzaError `bad-request` if it is not a part of `size` bytes
 */
export function parseRange(range: Element | undefined, size: number): FileRange {
  const offset = bytesOf(range?.attrs['offset'] ?? '0');
  const length = bytesOf(range?.attrs['length'] ?? String(size - offset));
  if (!(offset + length <= size)) throw new StanzaError('bad-request', { type: 'modify' });
  return { offset, length };
}

/** @param content of the element */
export function buildRange(
  { offset, length }: Partial<FileRange>,
  ...content: readonly Element[]
): Element {
  const attribute = (bytes: number | undefined) =>
    bytes === undefined ? undefined : String(bytes);
  return xml('range', { offset: attribute(offset), length: attribute(length) }, ...content);
}

/** @returns NaN for what is no number of bytes */
function bytesOf(text: string): number {
  return /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
}
