/** How a download goes on after a cut: parts of content (RFC 9110 §14) of one version of it (§13.1.5). */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const STRONG_ETAG = /^"[\x21\x23-\x7e\x80-\xff]{0,256}"$/u;
const CONTENT_RANGE = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/u;
/** A date as a validator is strong if it is at least this much older than the response (§8.8.2.2). */
const STRONG_AGE_MS = 1000;

/** The strong validator of a version of a file, byte by byte; `undefined` if there is none. */
export function strongValidator(headers: IncomingHttpHeaders): string | undefined {
  const { etag, date, 'last-modified': modified } = headers;
  if (etag !== undefined) return STRONG_ETAG.test(etag) ? etag : undefined;
  if (modified === undefined || date === undefined) return undefined;
  return Date.parse(date) - Date.parse(modified) >= STRONG_AGE_MS ? modified : undefined;
}

/** Asks for all bytes from `offset` on, or for the whole file if it is another version by now. */
export function rangeHeaders(offset: number, validator: string): Record<string, string> {
  return { range: `bytes=${offset}-`, 'if-range': validator };
}

/** What a range was asked for, and of what. */
interface Wanted {
  readonly offset: number;
  readonly validator: string;
  /** The size of the whole file, if known. */
  readonly size: number | undefined;
}

/** The size of the whole file, if a 206 has exactly the bytes that were wanted of it. */
export function sizeOfRange(
  { headers }: IncomingMessage,
  { offset, validator, size }: Wanted,
): number | undefined {
  const same = validator.startsWith('"') ? headers.etag : headers['last-modified'];
  if (same !== undefined && same !== validator) return undefined;
  const [, first, last, total] = CONTENT_RANGE.exec(headers['content-range'] ?? '') ?? [];
  const whole = Number(total);
  if (Number(first) !== offset || Number(last) !== whole - 1) return undefined;
  if (whole <= offset || whole !== (size ?? whole)) return undefined;
  const length = headers['content-length'];
  return length === undefined || Number(length) === whole - offset ? whole : undefined;
}
