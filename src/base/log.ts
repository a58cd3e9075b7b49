/**
 * Where technical detail goes: the `Parley` output channel, or a test's list.
 *
 * Passwords, tokens, message bodies, stanzas and upload headers never reach a log: callers pass
 * names, conditions and counts, not content.
 */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** A log that forgets everything. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One line for an error of any kind: its name and message, without the stack. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && error.message === '') {
    return describeError(error.errors[0]);
  }
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
