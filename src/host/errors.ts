import { Failure } from '../model/failure.ts';
import { describeError, type Log } from '../base/log.ts';
import type { ErrorView } from '../api/views.ts';

/** The channel's border: every error becomes one sentence; what nobody foresaw goes to the log. */
export function errorView(error: unknown, log: Log): ErrorView {
  if (error instanceof Failure) {
    return { code: error.code, message: error.message, data: error.data };
  }
  log.error(describeError(error));
  return {
    code: 'internal',
    message:
      'Something went wrong inside Parley: see the Parley output for the detail, then try again.',
  };
}
