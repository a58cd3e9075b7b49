import type { Clock } from './clock.ts';
import { shorten } from './graphemes.ts';

/**
 * The log for technical details: the `Parley` output channel, or a test's list.
 *
 * Passwords, tokens, message bodies, stanzas and upload headers never reach a log: callers pass
 * names, conditions and counts, not content.
 */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Maximum length of a line, in UTF-16 code units. */
const MAX_LENGTH = 1000;
/** Maximum number of lines per interval: more would not be read. */
const MAX_LINES = 300;
const INTERVAL_MS = 10_000;

/** Limits the rate of a log, so that others cannot flood it; reports the number omitted. */
export function limitedLog(log: Log, clock: Clock): Log {
  let lines = 0;
  const end = () => {
    const omitted = lines - MAX_LINES;
    lines = 0;
    if (omitted > 0) log.warn(`${omitted} more lines were left out`);
  };
  const limited = (level: keyof Log) => (text: string) => {
    lines += 1;
    if (lines === 1) clock.after(INTERVAL_MS, end);
    if (lines > MAX_LINES) return;
    log[level](shorten(text, MAX_LENGTH));
  };
  return { info: limited('info'), warn: limited('warn'), error: limited('error') };
}

/** Describes any error in one line: its name and message, without the stack. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && error.message === '') {
    return describeError(error.errors[0]);
  }
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
