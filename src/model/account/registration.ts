import { shownAddress } from '../../base/jidEscaping.ts';
import type { Clock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { failure, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import { changePassword, removeRegistration } from '../../xmpp/xep/0077-register.ts';
import { explain } from '../explain.ts';
import type { Link, LinkState } from '../link.ts';

/** Timeout for the sign-in that shows whether an account still exists, in milliseconds. */
const SIGN_IN_MS = 15_000;

/** Sets the account's password at its server. @throws Failure */
export async function setPassword(session: Session, password: string): Promise<void> {
  const { domain } = session.account;
  await changePassword(session, password).catch((error: unknown) => {
    throw isUnanswered(error)
      ? failure('unanswered.password', { domain })
      : explain(error, userError('task.change-password'));
  });
}

/**
 * Deletes the account at its server. A server may close the connection before its answer: then the
 * next sign-in shows the result. @throws Failure
 */
export async function deleteAccount(link: Link, clock: Clock): Promise<void> {
  const { bare, domain } = link.session.account;
  const address = shownAddress(bare);
  try {
    await removeRegistration(link.session);
  } catch (error) {
    if (!isUnanswered(error)) throw explain(error, userError('task.delete-account', { address }));
    if (await isRefused(link, clock)) return;
    throw failure('unanswered.deletion', { domain, address });
  }
}

/** Whether the link, once lost, is refused at its next sign-in. */
function isRefused(link: Link, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    let isTried = false;
    const decide = (refused: boolean) => {
      owned.dispose();
      resolve(refused);
    };
    const look = ({ phase, error }: LinkState) => {
      if (phase === 'waiting' && !isTried) {
        isTried = true;
        link.reconnectNow();
      } else if (phase === 'needsUser') decide(error?.code === 'wrong-password');
      else if (phase === 'online' || phase === 'offline') decide(false);
    };
    owned.add(link.onState(look));
    owned.add(
      clock.after(SIGN_IN_MS, () => {
        decide(false);
      }),
    );
    // A lost request may be reported before the loss of its link.
    if (link.state.phase !== 'online') look(link.state);
  });
}

/** The request was sent and its answer was never received. */
function isUnanswered(error: unknown): boolean {
  return (
    error instanceof StanzaError &&
    (error.condition === 'remote-server-timeout' || error.condition === 'not-connected')
  );
}
