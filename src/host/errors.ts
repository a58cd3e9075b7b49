import { describeError, type Log } from '../base/log.ts';
import { Failure, type UserError, userError } from '../base/userError.ts';

/** Converts an error at the channel's boundary to one for the user; logs an unexpected one. */
export function userErrorOf(error: unknown, log: Log): UserError {
  if (error instanceof Failure) return error.userError;
  log.error(describeError(error));
  return userError('internal');
}
