import type { Session } from '../xmpp/session.ts';
import { StanzaError } from '../xmpp/stanzaError.ts';
import { changePassword, removeRegistration } from '../xmpp/xep/0077-register.ts';
import { explain } from './explain.ts';
import { Failure } from './failure.ts';

/** Sets the account's password at its server. @throws Failure */
export async function setPassword(session: Session, password: string): Promise<void> {
  const { domain } = session.account;
  await changePassword(session, password).catch((error: unknown) => {
    throw isUnanswered(error)
      ? new Failure(
          'unanswered',
          `${domain} did not say whether the password was changed: if you are asked for it, try the new one first.`,
        )
      : explain(error, 'The password was not changed');
  });
}

/** Deletes the account at its server. @throws Failure */
export async function deleteAccount(session: Session): Promise<void> {
  const { bare, domain } = session.account;
  await removeRegistration(session).catch((error: unknown) => {
    throw isUnanswered(error)
      ? new Failure(
          'unanswered',
          `${domain} did not say whether ${bare} was deleted: sign in again to see, and delete it again if that works.`,
        )
      : explain(error, `${bare} was not deleted`);
  });
}

/** The request was sent and its answer never came. */
function isUnanswered(error: unknown): boolean {
  return (
    error instanceof StanzaError &&
    (error.condition === 'remote-server-timeout' || error.condition === 'not-connected')
  );
}
