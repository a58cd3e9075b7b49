import { describeError, type Log } from '../base/log.ts';
import { Failure, type UserError, userError } from '../base/userError.ts';

/** The channel's border: what a user can be told of an error; what nobody foresaw goes to the log. */
export function userErrorOf(error: unknown, log: Log): UserError {
  if (error instanceof Failure) return error.userError;
  log.error(describeError(error));
  return userError('internal');
}
