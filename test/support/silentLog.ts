import type { Log } from '../../src/base/log.ts';

/** A log that forgets everything. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
