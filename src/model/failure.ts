import { Failure, failure, type UserError } from '../base/userError.ts';

/**
 * The account is not online, and what was asked needs the server.
 *
 * @param task what was not done, where the user could not tell: one of the catalogue's `task.…`
 */
export function notOnline(task?: UserError): Failure {
  return task ? failure('offline.task', { task }) : failure('offline');
}

/** The same, where no waiting helps: the user chose it. */
export function chosenOffline(task?: UserError): Failure {
  return task ? failure('chosen-offline.task', { task }) : failure('chosen-offline');
}

/** The same, where the account needs the user, for this reason. */
export function needsUser(reason: UserError | undefined, task?: UserError): Failure {
  if (task) return failure('needs-user.task', { task });
  return reason ? failure('needs-user.reason', { reason }) : failure('needs-user');
}

/** Whether the history could not keep something that it may keep later, such as when there is room. */
export function isTransientStorageError(error: unknown): boolean {
  return (
    error instanceof Failure && error.code.startsWith('history-') && error.code !== 'history-other'
  );
}
