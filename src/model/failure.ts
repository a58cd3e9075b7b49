import { Failure, failure, type UserError } from '../base/userError.ts';

/**
 * The account is offline, and the request needs the server.
 *
 * @param task what failed, if not obvious to the user: one of the catalogue's `task.…`
 */
export function notOnline(task?: UserError): Failure {
  return task ? failure('offline.task', { task }) : failure('offline');
}

/** The same if the user chose to be offline, so that waiting does not help. */
export function chosenOffline(task?: UserError): Failure {
  return task ? failure('chosen-offline.task', { task }) : failure('chosen-offline');
}

/** The same if the account needs the user, for this reason. */
export function needsUser(reason: UserError | undefined, task?: UserError): Failure {
  if (task) return failure('needs-user.task', { task });
  return reason ? failure('needs-user.reason', { reason }) : failure('needs-user');
}

/** Whether storing failed but may succeed later, such as when there is space again. */
export function isTransientStorageError(error: unknown): boolean {
  return (
    error instanceof Failure && error.code.startsWith('history-') && error.code !== 'history-other'
  );
}
